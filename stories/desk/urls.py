"""The vault's own pages. Those of one contribution or story hang on their lists (viewsets.py)."""

from django.urls import path

from stories.desk.views import bringing_in, capturing, enquiries, keys, quoting, vault

app_name = "stories_desk"

urlpatterns = [
    path("", vault.UnlockView.as_view(), name="vault"),
    path("lock/", vault.LockView.as_view(), name="lock"),
    path("awake/", vault.awake, name="awake"),
    path("enter/", capturing.CaptureView.as_view(), name="enter"),
    path("bring-in/", bringing_in.BringInView.as_view(), name="bring_in"),
    path("enquiries/", enquiries.EnquiriesView.as_view(), name="enquiries"),
    path("enquiries/<str:enquiry>/", enquiries.EnquiryView.as_view(), name="enquiry"),
    path("quotations/", quoting.QuotationsView.as_view(), name="quotations"),
    path("keys/", keys.KeysView.as_view(), name="keys"),
    path("keys/enrol/", keys.EnrolView.as_view(), name="enrol"),
    path("keys/new/", keys.NewKeysView.as_view(), name="new_keys"),
    path("keys/reader/<str:pk>/", keys.ReaderView.as_view(), name="reader"),
]
