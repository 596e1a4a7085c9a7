from django.urls import path

from publication.desk import views

app_name = "booklet_desk"
urlpatterns = [
    path("", views.IndexView.as_view(), name="index"),
    path("<int:page>/", views.BookletView.as_view(), name="booklet"),
    path("<int:page>/freeze/", views.FreezeView.as_view(), name="freeze"),
    path("<int:page>/build/<int:release>/", views.BuildAgainView.as_view(), name="build"),
    path("<int:page>/files/<int:release>/<path:name>", views.FileView.as_view(), name="file"),
]
