"""Tasks of groups."""

from django.urls import path

from network.views import tasks, tasks_by_link

urlpatterns = [
    path("ukoly/", tasks.task_list, name="task-list"),
    path("ukoly/<int:pk>/", tasks.task, name="task"),
    path("ukol/<str:token>/", tasks_by_link.task_by_link, name="task-by-link"),
]
