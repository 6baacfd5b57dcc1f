from django.db import migrations, models

CONDITION = models.Q(state="done") | models.Q(result="")
SAID = "Jak to dopadlo, víte jen od člověka, se kterým jste mluvili."


class Migration(migrations.Migration):
    """The made-up desk of older versions gave results to people nobody had reached."""

    dependencies = [("inquiries", "0004_find_by_hour_and_weekday")]

    operations = [
        migrations.RunSQL(
            "UPDATE inquiries_followup SET result = '' WHERE state <> 'done' AND result <> ''",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=CONDITION, name="follow_up_result_is_of_a_done_one", violation_error_message=SAID
            ),
        ),
    ]
