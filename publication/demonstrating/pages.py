"""The words on the demonstration's pages. A charity replaces them with its own; none is about anybody."""

HOME = {
    "title": "Home",
    "slug": "home",
    "introduction": (
        "Parents write, in their own words. Each spring those who want to be read are gathered in a booklet."
    ),
    "read_text": "Stories, poems and letters. Read one, or all of them.",
    "share_text": "No name, no account. You decide what becomes of it.",
    "body": [
        (
            "notice",
            {
                "text": "<p>This is a demonstration. Every person and every story on this site is invented. "
                "Do not send a real story here: anybody could open it.</p>"
            },
        )
    ],
}
SHELF = "One booklet for each year. It comes out on 18 March, in spring."
SUBTITLE = "Invented stories, to show what parents can make"
SUMMARY = "Seven invented pieces about waiting, being listened to, and what helped."
IMPRINT = (
    "Every story in this booklet was invented to show what Parent Press makes. No parent wrote them and no child is "
    "in them.\n\nIn a real booklet this page says who made it, how the words were gathered, what was changed and why, "
    "and how a parent can take a story out again."
)
SHARE = (
    "<h2>What happens to it</h2><p>Two people read what you send. They take out what could show who you are. "
    "Then you see the final words. Only if you say yes are they used, and only for what you allow.</p>"
    "<h2>You can stop</h2><p>You can stop at any time. You need no reason, and you do not have to ask us.</p>"
    "<h2>If somebody may be watching</h2><p>Press “Leave this page” at any time. A page about the weather comes up. "
    "The first page of writing says more about staying safe.</p>"
    "<p><b>This is a demonstration.</b> Please do not send a real story here.</p>"
)
ARTICLES = "What staff, researchers and parents write about the booklets and about the work behind them."
ARTICLE = {
    "title": "Reading together: an invented article",
    "standfirst": "What happened when an invented youth team read an invented booklet at its Monday meeting.",
    "authors": [("Maren Oakfield", "invented youth worker"), ("A parent", "invented member of the panel")],
    "body": (
        "<p>This article was invented to show what an article looks like. It has two authors, each with a role, and a "
        "list of sources that the text leads to [1].</p>"
        "<h2>A page at a time</h2>"
        "<p>The team read one piece a week, aloud, before anything else on the list. Nobody was asked to say what they "
        "had learned. After a month they noticed that they rang parents more often with good news [2].</p>"
        "<blockquote><p>We had thought of parents as people we report to. Now we think of them as people who were "
        "there first.</p></blockquote>"
        "<h2>What they would tell others</h2>"
        "<ul><li>Read slowly, and stop when somebody asks to.</li>"
        "<li>Have the help lines on the table.</li>"
        "<li>Do not guess who wrote it.</li></ul>"
    ),
    "references": [
        "Oakfield, M. (2025) Mondays, aloud: an invented report. Nowhere Press.",
        "Thistle, J. and Fenn, P. (2024) Good news by telephone: an invented study. Journal of Things That Are Not.",
    ],
}
IDENTITY = {
    "site_name": "Parent Press",
    "charity_name": "The Lamplight Trust (invented)",
    "strapline": "Parents’ own words",
    "footer": "<p>The Lamplight Trust is invented. This site shows Parent Press at work.</p>",
}
# Real help lines: somebody who comes upon a demonstration may still need one.
HELP_LINES = [
    {
        "name": "NSPCC",
        "phone": "0808 800 5000",
        "says": "If you are worried about a child.",
        "for_whom": "parents",
    },
    {
        "name": "Childline",
        "phone": "0800 1111",
        "says": "For anyone under 19. Free, and not on the phone bill.",
        "for_whom": "children",
    },
    {
        "name": "Samaritans",
        "phone": "116 123",
        "says": "To talk, at any time. Free, and not on the phone bill.",
        "for_whom": "everybody",
    },
]
PAGES = {
    "about": {
        "title": "About",
        "introduction": "Parent Press helps parents to be read without being found.",
        "body": [
            (
                "text",
                "<p>Parents of exploited children send their words without a name. Two readers take "
                "out what could show "
                "who a family is. The parent sees the final words and says yes or no, use by use. Editors gather what "
                "may be used into a booklet, once a year.</p><p>The charity on this site is invented.</p>",
            )
        ],
    },
    "privacy": {
        "title": "Privacy",
        "introduction": "What we keep, for how long, and what we never keep.",
        "body": [
            (
                "text",
                "<h2>When you read</h2><p>We keep no address of yours, no cookie and no count of who "
                "read what. Nothing "
                "on these pages comes from another company.</p>"
                "<h2>When you send a story</h2><p>It is locked before it is stored. Only readers you "
                "are told about can "
                "open it. We keep the week it came, never the day. Your return words open it for you, and for nobody "
                "else; we cannot find them again.</p>"
                "<h2>What stays on your phone</h2><p>We put nothing there. But your browser keeps a history of the "
                "pages you saw, unless you use a private window. You can take this site out of it.</p>"
                "<h2>When you want it gone</h2><p>Your return words delete it, at once, and nobody "
                "is asked. Paper that "
                "was printed and copies that others made cannot be called back.</p>",
            )
        ],
    },
    "cookies": {
        "title": "Cookies",
        "introduction": "Reading and writing here need no cookie, and set none.",
        "body": [
            (
                "text",
                "<p>Only staff who sign in at the desk get cookies: one that says who is signed in, and one that keeps "
                "the stories they opened readable. Both go when the browser is closed.</p>",
            )
        ],
    },
    "accessibility": {
        "title": "Accessibility",
        "introduction": "These pages should work for everybody, on anything.",
        "body": [
            (
                "text",
                "<p>We test every kind of page against the Web Content Accessibility Guidelines 2.2, level AA: with a "
                "program, with scripts on and off, and at the width of a small phone. A program does not find "
                "everything. If something stands in your way, tell us, and we will mend it.</p>"
                "<p>The booklet’s PDF is tagged for screen readers (PDF/UA-1). The same words are "
                "there as plain text.</p>",
            )
        ],
    },
}
FOOTER = ("privacy", "cookies", "accessibility")
