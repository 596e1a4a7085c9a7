"""Our own words for asking, put in force by `consent.actions.install_notices`.

For each use: what it means, who would see it, and until when it can be undone. Short words, short
sentences (reading grade 6 at most, held by a test), nothing that pulls towards yes. The dates
stand beside these words on the page, since they come from the edition.
"""

from dataclasses import dataclass

from consent.uses import Use

KEY = "uses"


@dataclass(frozen=True)
class Words:
    title: str
    body: dict[str, dict[str, str]]


def _said(question: str, *explanation: str) -> dict[str, str]:
    return {"question": question, "explanation": " ".join(explanation)}


ENGLISH = Words(
    title="How may we use your words?",
    body={
        Use.KEEP: _said(
            "May we keep your story and work on it?",
            "Your story is locked away. Two or three of us can open it and read it.",
            "They take out names, places and dates, and get it ready to show you.",
            "Nothing is made public by this.",
            "You can delete your story at any time. Then it is gone for good.",
        ),
        Use.PANEL: _said(
            "May other parents on our panel read it?",
            "The panel is a small group of parents who help to choose the stories.",
            "They see your story only once names and places are out of it. They do not know who you are.",
            "You can stop this at any time. What they have read by then, they have read.",
        ),
        Use.ONLINE: _said(
            "May your story be in the online booklet?",
            "The booklet is on our website. All the world can read it, copy it and share it.",
            "You see the final words first. We show nothing that you have not said yes to.",
            "You can stop this at any time. It comes off our website at once.",
            "We cannot take back copies that other people have made.",
        ),
        Use.PRINT: _said(
            "May your story be in the printed booklet?",
            "We print the booklet on paper. We give it to people who work with families, and to others who ask for it.",
            "You see the final words first.",
            "You can stop this until the booklet goes to the printer. You can see that date on your page.",
            "After that we cannot take back what is printed. We will not print it again.",
        ),
        Use.SOCIAL: _said(
            "May we share a short quote on social media?",
            "We would post a line or two on our own pages. All the world can see it and share it.",
            "You see the exact quote first.",
            "You can stop this at any time. We take our post down. We cannot take down what others have shared.",
        ),
        Use.PRESS: _said(
            "May we give a short quote to the press?",
            "A paper, a website, a radio or a TV show could use a line or two. Many people could see it.",
            "You see the exact quote first.",
            "You can stop this at any time, and we give it to no one else.",
            "We cannot take back what the press has used.",
        ),
        Use.TRAINING: _said(
            "May we use your words to train people who work with families?",
            "This means police, social workers, teachers, nurses and others like them.",
            "They would hear or read your words in a class. You see the words first.",
            "You can stop this at any time, and we will not use them in a new class.",
        ),
        Use.POLICY: _said(
            "May we use your words to ask for change?",
            "We write to the people who make laws and run services. Your words can help them see what must change.",
            "What we send them may be made public. You see the words first.",
            "You can stop this at any time. We cannot take back what we have sent by then.",
        ),
        Use.RESEARCH: _said(
            "May your words be used in research?",
            "People who study how families can be helped may read your words. They may write about what they find.",
            "They see only the final words that you said yes to. They do not know who you are.",
            "You can stop this at any time. What they have written by then will stay.",
        ),
        Use.FORMATS: _said(
            "May we make your words into other forms?",
            "This means other languages, Easy Read, or a voice that reads them out. More people could then use them.",
            "All the world could see or hear them. You see the final words first.",
            "You can stop this at any time. We take them down, but we cannot take back copies that others have made.",
        ),
    },
)

NOTICES = {"en": ENGLISH}
