"""The guesser: which tokens it guesses, and when it doesn't guess."""

from __future__ import annotations

import torch

from scoring.model.guesser import LEAST, Guesser

_WIDTH, _WORDS = 16, 40


def guesser_of(likeness: float) -> Guesser:
    """Return a guesser for tokens whose similarity is `likeness`."""
    random = torch.Generator().manual_seed(1)
    shapes = {"read.weight": (8, 2 * _WIDTH), "read.bias": (8,), "write.weight": (_WIDTH, 8), "write.bias": (_WIDTH,)}
    tensors = {name: torch.randn(shape, generator=random) for name, shape in shapes.items()}
    return Guesser(tensors, likeness * torch.randn(_WORDS, _WIDTH, generator=random))


def test_each_guess_follows_from_the_state_and_the_token_before_it() -> None:
    guesser, states, tokens = guesser_of(1.0), torch.randn(5, _WIDTH), [3, 1, 4, 1, 5]
    found = guesser.guess(states, tokens, 3)
    assert max(map(len, found)) == 3
    for state, token, own in zip(states, tokens, found, strict=True):
        last, place = token, state[None]
        for guess in own:
            place = guesser.next_states(place, torch.tensor([last]))
            probs = (place @ guesser.embedding.t()).softmax(-1)[0]
            assert int(probs.argmax()) == guess
            assert float(probs[guess]) > LEAST - 0.05
            last = guess
        assert guesser.guess(state[None], [token], 3) == [own], "other places don't matter"


def test_it_does_not_guess_when_unsure() -> None:
    assert guesser_of(0.001).guess(torch.randn(2, _WIDTH), [0, 1], 3) == [[], []]
