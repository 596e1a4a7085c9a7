"""The vault's own pages. Those of one contribution or story hang on their lists (viewsets.py)."""

from django.urls import path

from stories.desk.views import vault

app_name = "stories_desk"

urlpatterns = [
    path("", vault.UnlockView.as_view(), name="vault"),
    path("lock/", vault.LockView.as_view(), name="lock"),
    path("awake/", vault.awake, name="awake"),
]
