"""She may write freely, answer prompts, or both; what she sends is one text, shown to her as it will be sent."""

from stories import sealing
from stories.journey.answers import TEXT_LIMIT
from stories.journey.story_forms import PROMPTS, joined
from stories.models import Contribution
from tests.stories.journey.walking import sent, to


def story(client):
    return to(client, "Your story")


def test_there_are_six_prompts_and_other_ways_to_tell_it(client, house):
    page = story(client)
    assert len(PROMPTS) == 6
    assert set(PROMPTS) <= {field.get("name") for field in page.tree.xpath("//details//textarea")}
    for way in ("on the phone", "on paper", "interpreter"):
        assert way in page.said


def test_prompts_alone_are_enough(client, house):
    page = story(client).press("Continue", kind="prose", text="", prompt_first="In spring.", prompt_say="Hold on.")
    assert page.heading == "Words that might tell who you are"


def test_the_text_is_what_she_wrote_and_then_her_prompts_in_their_order(client, house):
    check = to(client, "Check your answers", text="Freely.", prompt_say="Hold on.", prompt_before="Calm.")
    assert check.tree.xpath("//div[@class='original']")[0].text_content() == "Freely.\n\nCalm.\n\nHold on."
    assert "What would you say" not in check.said
    check.press("Send my story")
    opened = sealing.open_with_identity(Contribution.objects.get(), house.ben.reader.key_id, house.ben.identity)
    assert opened.read("body")["text"] == "Freely.\n\nCalm.\n\nHold on."


def test_without_prompts_not_a_space_of_her_text_is_touched():
    assert joined({"text": "\n  so \n\n", "prompt_say": "  "}) == "\n  so \n\n"


def test_nothing_at_all_is_asked_for_again(client, house):
    assert story(client).press("Continue", kind="prose", text=" ", prompt_say=" ").errors == [
        "Write your words here. One line is enough."
    ]


def test_too_much_together_is_said_with_every_word_kept(client, house):
    half = "w" * (TEXT_LIMIT // 2 + 1)
    page = story(client).press("Continue", kind="prose", text=half, prompt_say=half)
    assert "too many to send at once" in page.errors[0] and len(page.errors) == 1
    assert (page.fields["text"], page.fields["prompt_say"]) == (half, half)


def test_prompts_that_have_an_answer_stay_open(client, house):
    page = to(client, "Check your answers", prompt_say="Hold on.").press("Change: Your story")
    assert [details for details in page.tree.xpath("//details[@open]") if details.xpath(".//textarea")]
    assert not story(client).tree.xpath("//details[@open]")


def test_a_poem_from_prompts_keeps_its_lines(client, house):
    sent(client, kind="poem", text="one\n  two", prompt_say="three")
    opened = sealing.open_with_identity(Contribution.objects.get(), house.ben.reader.key_id, house.ben.identity)
    assert opened.read("body")["text"] == "one\n  two\n\nthree"
