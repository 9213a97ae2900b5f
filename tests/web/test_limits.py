"""The token bucket: so many at once, so many a second, never more than it holds."""

from feedsvc.web.limits import RatePolicy, TokenBucket


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    clock = [0.0]
    bucket = TokenBucket(RatePolicy(per_second=20, burst=40), clock=lambda: clock[0])
    assert sum(bucket.take() for _ in range(100)) == 40
    clock[0] += 0.25
    assert sum(bucket.take() for _ in range(100)) == 5


def test_a_long_rest_fills_it_no_further_than_the_burst() -> None:
    clock = [0.0]
    bucket = TokenBucket(RatePolicy(per_second=20, burst=40), clock=lambda: clock[0])
    assert bucket.take()
    clock[0] += 1e9
    assert sum(bucket.take() for _ in range(100)) == 40


def test_refusals_cost_nothing() -> None:
    clock = [0.0]
    bucket = TokenBucket(RatePolicy(per_second=1, burst=1), clock=lambda: clock[0])
    taken = []
    for _ in range(21):
        taken.append(bucket.take())
        clock[0] += 0.25
    assert sum(taken) == 6
