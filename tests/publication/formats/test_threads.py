"""The cloth: one thread a story, the same for the same release, another for another."""

from publication.formats.threads import KNOTS, weave


def test_there_is_one_thread_for_each_story():
    assert [len(weave("a", count)) for count in (0, 1, 30, 120)] == [0, 1, 30, 120]


def test_the_same_digest_weaves_the_same_cloth_and_another_weaves_another():
    assert weave("a", 9) == weave("a", 9)
    assert weave("a", 9) != weave("b", 9)


def test_threads_run_inside_the_cloth_from_top_to_bottom():
    threads = weave("a", 40)
    middles = [sum(thread.heights) / KNOTS for thread in threads]
    assert middles == sorted(middles)
    assert all(-0.02 < height < 1.02 for thread in threads for height in thread.heights)


def test_every_thread_is_broken_away_from_the_edges_and_from_the_one_above():
    threads = weave("a", 60)
    assert all(0.08 <= thread.mend <= 0.92 for thread in threads)
    gaps = [abs(one.mend - other.mend) for one, other in zip(threads, threads[1:], strict=False)]
    assert sum(gap > 0.1 for gap in gaps) > len(gaps) * 0.8
