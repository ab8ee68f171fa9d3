"""Replacing one method of a class while keeping the old one at hand."""

import functools


def wrap(cls, *names):
    """Decorator: function(original, self, ...) stands in for cls.<name>.

    Without names the function's own name is taken. original is None where the
    class had no such method.
    """

    def decorate(function):
        for name in names or (function.__name__,):
            replace(cls, name, function)
        return function

    return decorate


def replace(cls, name, function):
    original = getattr(cls, name, None)

    @functools.wraps(function)
    def method(self, *args, **kwargs):
        return function(original, self, *args, **kwargs)

    method.__name__ = name
    setattr(cls, name, method)
