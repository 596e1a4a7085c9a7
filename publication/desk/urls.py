from django.urls import path

from publication.desk import opening, printing, views

app_name = "booklet_desk"
urlpatterns = [
    path("", views.IndexView.as_view(), name="index"),
    path("<int:page>/", views.BookletView.as_view(), name="booklet"),
    path("<int:page>/freeze/", views.FreezeView.as_view(), name="freeze"),
    path("<int:page>/build/<int:release>/", views.BuildAgainView.as_view(), name="build"),
    path("<int:page>/files/<int:release>/<path:name>", views.FileView.as_view(), name="file"),
    path("<int:page>/shut/", opening.ShutView.as_view(), name="shut"),
    path("<int:page>/let-open/", opening.LetOpenView.as_view(), name="let_open"),
    path("<int:page>/proof/<int:release>/", printing.SignProofView.as_view(), name="sign_proof"),
    path("<int:page>/print/<int:release>/", printing.OrderPrintView.as_view(), name="order_print"),
    path("<int:page>/sent/<int:release>/", printing.HandOutView.as_view(), name="hand_out"),
    path("<int:page>/told/<int:sending>/", printing.ToldView.as_view(), name="told"),
]
