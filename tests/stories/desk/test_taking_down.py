"""Take down now: one person, one page, at once. Putting back takes two different people."""

import re
import shutil

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils.html import strip_tags
from wagtail.models import ModelLogEntry

from consent import marks
from consent.models import Shown, TakeDown
from consent.uses import Use
from stories import roles
from tests.factories import TODAY, make_version
from tests.stories.desk.conftest import staff
from tests.stories.desk.test_way import answer, ask

PAGE = "take_down"


def words(page) -> str:
    return re.sub(r"\s+", " ", strip_tags(page.content.decode()))


def take(person, story, **more):
    return press(person, story.code, **more)


def press(person, typed: str, **more):
    return person.post(PAGE, data={"story": typed, "reason": "recognised"} | more, follow=True)


def say(person, story, **more):
    taken = TakeDown.objects.filter(agreement=story.agreement).latest("pk")
    return person.post(PAGE, data={"story": story.code, "taken": taken.pk} | more, follow=True)


def is_down(story) -> bool:
    return TakeDown.objects.open().filter(agreement=story.agreement).exists()


@pytest.fixture
def story(desk):
    return desk.story()[0]


def test_one_editor_takes_a_story_down_and_nothing_of_it_may_be_used(desk):
    story, indices = desk.story()
    ask(desk, story)
    answer(indices, story, online=True, print=True)
    words_of = {"digest": story.proposals.get().digest, "edition": story.edition, "day": TODAY}
    assert story.agreement.may_use(Use.ONLINE, **words_of).allowed

    page = take(desk.dana, story)
    assert f"{story.code} is down. From this moment" in words(page) and "Somebody could be recognised" in words(page)
    verdict = story.agreement.may_use(Use.ONLINE, **words_of)
    assert "taken_down" in {reason.code for reason in verdict.reasons}
    assert ModelLogEntry.objects.filter(action="stories.take_down", user=desk.dana.user).count() == 1


def test_a_release_that_showed_the_story_with_its_quotation_is_named_once(desk):
    version = make_version()
    for digest in ("1" * 64, "2" * 64):
        about = {"digest_tag": version.agreement.tag(digest), "use": Use.ONLINE, "edition": version.edition}
        Shown.objects.create(agreement=version.agreement, sequence=1, release="2027.1", **about)
    assert words(desk.dana.get(PAGE, story=version.story.code)).count("release 2027.1, Online") == 1


def test_everybody_at_the_desk_may_press_it_and_the_panel_may_not(desk, story):
    for person in (desk.amara, desk.ben, desk.dana, desk.root):
        assert person.get(PAGE).status_code == 200, person.user
    panel = staff("wren", roles.PARENT_EDITORS)
    Group.objects.get(name=roles.PARENT_EDITORS).permissions.add(Permission.objects.get(codename="access_admin"))
    panel.post(PAGE, data={"story": story.code, "reason": "other"})
    assert not is_down(story)


@pytest.mark.parametrize(
    "typed", ["{code}", " {code} ", "{lower}", "https://booklet.example/booklets/2027/{code}/", "{bare}"]
)
def test_a_code_is_understood_however_it_is_written_or_pasted(desk, story, typed):
    code = story.code
    press(desk.dana, typed.format(code=code, lower=code.lower(), bare=code.replace("-", "")))
    assert is_down(story)


@pytest.mark.parametrize("typed", ["{code}", "https://booklet.example/booklets/2027/cards/{code}-square.png"])
def test_a_quotation_names_the_story_that_it_is_from(desk, typed):
    version = make_version(quoting=("I put the kettle on",))
    press(desk.dana, typed.format(code=version.story.spans.get().code))
    assert is_down(version.story)


@pytest.mark.parametrize("typed", ["", "{code}0", "the one about the lamp", "S-99-9999", "١٢٣٤"])
def test_a_code_that_names_nothing_is_answered_with_what_to_do(desk, story, typed):
    page = press(desk.dana, typed.format(code=story.code))
    assert "No story here has this code" in words(page) or "Write the code of the story" in words(page)
    assert not TakeDown.objects.exists()


def test_a_missing_reason_is_asked_for_and_what_was_typed_stays(desk, story):
    page = take(desk.dana, story, reason="")
    assert "Choose a reason" in words(page) and f'value="{story.code}"' in page.content.decode()
    assert not is_down(story)


def test_pressing_twice_takes_it_down_once(desk, story):
    take(desk.dana, story)
    assert "was down already" in words(take(desk.amara, story))
    assert TakeDown.objects.count() == 1


def test_putting_back_takes_two_different_people(desk, story):
    take(desk.dana, story)
    assert "It stays down until a second person says the same" in words(say(desk.dana, story))
    assert "A second person must agree" in words(say(desk.dana, story))
    assert is_down(story)

    assert "I agree: put it back" in words(desk.ben.get(PAGE, story=story.code))
    assert "is not taken down any more" in words(say(desk.ben, story))
    taken = TakeDown.objects.get()
    assert not taken.is_open and {taken.closed_by, taken.closed_second} == {desk.dana.user, desk.ben.user}


def test_one_person_who_disagrees_leaves_it_down_and_two_must_say_it_anew(desk, story):
    take(desk.dana, story)
    say(desk.dana, story)
    assert "It stays down." in words(say(desk.ben, story, leave="1"))
    assert "It stays down until" in words(say(desk.ben, story))
    assert is_down(story)


def test_a_word_for_another_story_puts_nothing_back(desk, story):
    other, _ = desk.story()
    take(desk.dana, story)
    take(desk.dana, other)
    theirs = TakeDown.objects.get(agreement=other.agreement)
    for wrong in (theirs.pk, "x", "", "9" * 30):
        page = desk.ben.post(PAGE, data={"story": story.code, "taken": wrong}, follow=True)
        assert "There is no such take-down" in words(page)
    assert not TakeDown.objects.exclude(back_asked_by=None).exists()


def test_putting_back_what_is_back_already_is_said_in_words(desk, story):
    take(desk.dana, story)
    say(desk.dana, story)
    say(desk.ben, story)
    assert "has ended already" in words(say(desk.amara, story))


def test_it_stays_down_when_its_end_cannot_be_noted_outside_the_database(desk, story, settings, tmp_path):
    take(desk.dana, story)
    say(desk.dana, story)
    settings.NO_LIST_FILES = (tmp_path / "gone" / "a", tmp_path / "gone" / "b")
    assert "It stays down: the end of a take-down must be noted" in words(say(desk.ben, story))
    assert is_down(story)


@pytest.fixture
def no_lists(settings, tmp_path):
    """Both copies of the no-list, each on a disk of its own that a test may break."""
    kept = settings.NO_LIST_FILES
    settings.NO_LIST_FILES = tuple(tmp_path / name for name in ("first.list", "second.list"))
    for path, copy in zip(kept, settings.NO_LIST_FILES, strict=True):
        shutil.copyfile(path, copy)
    return settings.NO_LIST_FILES


def lose(path):
    path.unlink()


def fill(path):
    path.unlink()
    path.symlink_to("/dev/full")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("fault", "disks"), [(lose, 1), (lose, 2), (fill, 1)])
def test_without_the_no_lists_disk_it_holds_and_whoever_pressed_is_told_what_to_do(desk, story, no_lists, fault, disks):
    for path in no_lists[:disks]:
        fault(path)
    said = words(take(desk.ben, story))
    assert f"{story.code} is down. From this moment" in said
    assert f"The take-down of {story.code} holds. But it could not be noted in the no-list on both disks" in said
    assert "Tell whoever looks after the server now" in said
    assert is_down(story)
    asked = {"digest": story.digest, "edition": story.edition, "day": TODAY}
    assert "taken_down" in {reason.code for reason in story.agreement.may_use(Use.ONLINE, **asked).reasons}
    assert "was down already" in words(take(desk.amara, story))


@pytest.mark.django_db(transaction=True)
def test_the_daily_run_notes_it_when_the_disk_is_back(desk, story, no_lists):
    away = [path.rename(path.with_suffix(".away")) for path in no_lists]
    take(desk.ben, story)
    for path, back in zip(no_lists, away, strict=True):
        back.rename(path)
    marks.mend()
    mark = TakeDown.objects.get().mark
    assert all(mark.encode() in path.read_bytes() for path in no_lists)
    assert "could not be noted" not in words(take(desk.amara, story))


def test_the_storys_page_and_the_first_page_lead_to_it(desk, story):
    edit = desk.dana.get("wagtailsnippets_stories_story:edit", story.pk)
    assert "Take it down now" in words(edit) and f"/admin/take-down/?story={story.code}" in edit.content.decode()
    assert "/admin/take-down/" in desk.dana.get("wagtailadmin_home").content.decode()
    take(desk.dana, story)
    assert "It is taken down: look at it" in words(desk.dana.get("wagtailsnippets_stories_story:edit", story.pk))
    assert f"Taken down, to be decided on 1 {story.code}" in words(desk.ben.get("wagtailadmin_home"))


def test_titles_are_only_for_those_who_may_read_stories(desk, story):
    reader = staff("kofi", roles.TRIAGE)
    assert story.title in words(desk.dana.get(PAGE))
    page = reader.get(PAGE, story=story.code)
    assert story.code in words(page) and story.title not in page.content.decode()
