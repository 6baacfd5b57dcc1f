"""Trainings and their certificates."""

from django.urls import path

from network.views import trainings, yearly_hours

urlpatterns = [
    path("skoleni/", trainings.training_list, name="training-list"),
    path("skoleni/nove/", trainings.training_new, name="training-new"),
    path("skoleni/hodiny/", yearly_hours.training_hours, name="training-hours"),
    path("skoleni/hodiny/<int:year>.<str:kind>", yearly_hours.training_hours_sheet, name="training-hours-sheet"),
    path("skoleni/<int:pk>/", trainings.training, name="training"),
    path("skoleni/<int:pk>/uprava/", trainings.training_edit, name="training-edit"),
    path("skoleni/<int:pk>/prihlaska/", trainings.training_register, name="training-register"),
    path("skoleni/<int:pk>/ucast/", trainings.training_attendance, name="training-attendance"),
    path("skoleni/prihlasky/<int:pk>/", trainings.registration_move, name="registration-move"),
    path("skoleni/osvedceni/<int:pk>.pdf", trainings.certificate, name="certificate"),
    path("osvedceni/<str:code>/", trainings.certificate_verify, name="certificate-verify"),
    path("misto/<str:token>/", trainings.training_offer, name="training-offer"),
]
