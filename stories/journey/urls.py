"""One neutral address for the way in and the way back, and one for leaving."""

from django.urls import path

from stories.journey import views

urlpatterns = [
    path("words/", views.words, name="words"),
    path("exit/", views.leave, name="exit"),
]
