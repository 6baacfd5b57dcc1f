from django.urls import path

from network.views import manuals, reports

REPORT, PERIOD = "vykazy/<int:pk>/", "obdobi/<int:pk>/"

urlpatterns = [
    path("", reports.indicator_list, name="indicator-list"),
    path("manual/novy/", manuals.manual_new, name="manual-new"),
    path("manual/<int:pk>/", manuals.manual_version, name="manual-version"),
    path("manual/<int:pk>/nova-verze/", manuals.manual_version_new, name="manual-version-new"),
    path("manual/<int:pk>/vydat/", manuals.manual_issue, name="manual-issue"),
    path("manual/<int:pk>/ukazatel/", manuals.definition_new, name="definition-new"),
    path("manual/<int:pk>/otazka/", manuals.question_ask, name="definition-question"),
    path("ukazatel/<int:pk>/", manuals.definition_edit, name="definition"),
    path("otazky/<int:pk>/odpoved/", manuals.question_answer, name="definition-answer"),
    path("obdobi/nove/", reports.period_new, name="period-new"),
    path(PERIOD, reports.reporting_period, name="reporting-period"),
    path(f"{PERIOD}pripominky/", reports.period_reminders, name="period-reminders"),
    path(f"{PERIOD}vykazy.csv", reports.period_table, {"kind": "csv"}, name="period-csv"),
    path(f"{PERIOD}vykazy.xlsx", reports.period_table, {"kind": "xlsx"}, name="period-xlsx"),
    path(REPORT, reports.report, name="report"),
    path(f"{REPORT}sablona.xlsx", reports.report_template, name="report-template"),
    path(f"{REPORT}nahrat/", reports.report_upload, name="report-upload"),
    path(f"{REPORT}odeslat/", reports.report_send, name="report-send"),
    path(f"{REPORT}vysvetleni/", reports.report_judge, name="report-judge"),
    path(f"{REPORT}vratit/", reports.report_decide, {"to": "returned"}, name="report-return"),
    path(f"{REPORT}prijmout/", reports.report_decide, {"to": "accepted"}, name="report-accept"),
    path(f"{REPORT}uzamknout/", reports.report_decide, {"to": "locked"}, name="report-lock"),
]
