"""Tasks of groups."""

from django.urls import path

from network.views import tasks

urlpatterns = [
    path("ukoly/", tasks.task_list, name="task-list"),
    path("ukoly/<int:pk>/", tasks.task, name="task"),
]
