"""The addresses of rulings."""

from django.urls import path

from leitai.web.collection.rulings import pages

urlpatterns = [
    path("<int:round>/rulings/", pages.rulings, name="rulings"),
    path("<int:round>/rulings/new/", pages.new, name="ruling_new"),
    path("<int:round>/rulings/<int:ruling>/countersign/", pages.countersign, name="ruling_countersign"),
]
