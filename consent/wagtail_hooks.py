from wagtail import hooks

from consent.viewsets import ConsentGroup


@hooks.register("register_admin_viewset")
def consent_in_the_admin():
    return ConsentGroup()
