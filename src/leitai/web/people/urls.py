"""The pages of people: organisations, persons, posts, suggestions, and one's own view."""

from django.urls import path

from leitai.web.people.pages import changes, organisations, persons, suggestions, view

app_name = "people"
urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/load/", organisations.load, name="load_organisations"),
    path("organisations/found/", changes.found, name="found_organisation"),
    path("organisations/<slug:key>/", organisations.organisation, name="organisation"),
    path("organisations/<slug:key>/rename/", changes.rename, name="rename_organisation"),
    path("organisations/<slug:key>/move/", changes.move, name="move_organisation"),
    path("organisations/<slug:key>/merge/", changes.merge, name="merge_organisations"),
    path("organisations/<slug:key>/split/", changes.split, name="split_organisation"),
    path("organisations/<slug:key>/close/", changes.close, name="close_organisation"),
    path("persons/", persons.people, name="people"),
    path("persons/load/", persons.load, name="load_people"),
    path("persons/add/", persons.add, name="add_person"),
    path("persons/<slug:key>/", persons.person, name="person"),
    path("persons/<slug:key>/post/", persons.give, name="give_post"),
    path("persons/<slug:key>/password/", persons.password, name="reset_password"),
    path("persons/<slug:key>/switch/", persons.switch, name="switch_person"),
    path("posts/<int:post>/end/", persons.end, name="end_post"),
    path("suggestions/", suggestions.suggestions, name="suggestions"),
    path("suggestions/new/", suggestions.new, name="suggest"),
    path("suggestions/<int:suggestion>/", suggestions.suggestion, name="suggestion"),
    path("view/", view.view, name="view"),
]
