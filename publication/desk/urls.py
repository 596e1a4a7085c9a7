from django.urls import path, re_path

from publication import gate
from publication.desk import contents, drafting, earlier, opening, press, printing, rehearsing, story_page, views

app_name = "booklet_desk"
urlpatterns = [
    path("", views.IndexView.as_view(), name="index"),
    path("earlier/", earlier.EarlierView.as_view(), name="earlier"),
    path("earlier/<int:earlier>/offer/", earlier.OfferView.as_view(), name="earlier_offer"),
    path("earlier/<int:earlier>/take-down/", earlier.TakeBackView.as_view(), name="earlier_take_back"),
    path("earlier/<int:earlier>/remove/", earlier.RemoveView.as_view(), name="earlier_remove"),
    path("earlier/<int:earlier>/file.pdf", earlier.LookView.as_view(), name="earlier_look"),
    path("<int:page>/", views.BookletView.as_view(), name="booklet"),
    path("<int:page>/freeze/", views.FreezeView.as_view(), name="freeze"),
    path("<int:page>/build/<int:release>/", views.BuildAgainView.as_view(), name="build"),
    path("<int:page>/files/<int:release>/<path:name>", views.FileView.as_view(), name="file"),
    path("<int:page>/shut/", opening.ShutView.as_view(), name="shut"),
    path("<int:page>/let-open/", opening.LetOpenView.as_view(), name="let_open"),
    path("<int:page>/proof/<int:release>/", printing.SignProofView.as_view(), name="sign_proof"),
    path("<int:page>/print/<int:release>/", printing.OrderPrintView.as_view(), name="order_print"),
    path("<int:page>/sent/<int:release>/", printing.HandOutView.as_view(), name="hand_out"),
    path("<int:page>/sending/<int:sending>/", printing.MendSendingView.as_view(), name="mend_sending"),
    path("<int:page>/sending/<int:sending>/delete/", printing.DropSendingView.as_view(), name="drop_sending"),
    path("<int:page>/told/<int:sending>/", printing.ToldView.as_view(), name="told"),
    path("<int:page>/board/", contents.BoardView.as_view(), name="board"),
    path("<int:page>/board/move/", contents.MoveView.as_view(), name="move"),
    path("<int:page>/board/<int:version>.pdf", story_page.StoryPageView.as_view(), name="story_page"),
    path("<int:page>/next/", contents.NextView.as_view(), name="next"),
    path("<int:page>/press/", press.PressView.as_view(), name="press"),
    path("<int:page>/press/<int:link>/", press.RevokeView.as_view(), name="revoke"),
    path("<int:page>/press/<int:link>/name/", press.RenameView.as_view(), name="press_name"),
    path("<int:page>/press/<int:link>/delete/", press.DropLinkView.as_view(), name="drop_link"),
    path("<int:page>/draft/", drafting.DraftView.as_view(), name="draft"),
    path("<int:page>/draft/booklet.pdf", drafting.DraftOnPaperView.as_view(), name="draft_on_paper"),
    re_path(rf"^(?P<page>[0-9]+)/draft/(?P<code>{gate.CODE.pattern})/$", drafting.DraftView.as_view()),
    re_path(r"^(?P<page>[0-9]+)/draft/pictures/(?P<start>[0-9a-f]{32})/$", drafting.DraftView.as_view()),
    path("<int:page>/rehearsal/", rehearsing.RehearsalView.as_view(), name="rehearsal"),
    re_path(r"^(?P<page>[0-9]+)/rehearsal/(?P<cards>cards)/$", rehearsing.RehearsalView.as_view()),
    re_path(rf"^(?P<page>[0-9]+)/rehearsal/(?P<code>{gate.CODE.pattern})/$", rehearsing.RehearsalView.as_view()),
    re_path(r"^(?P<page>[0-9]+)/rehearsal/pictures/(?P<start>[0-9a-f]{32})/$", rehearsing.RehearsalView.as_view()),
]
