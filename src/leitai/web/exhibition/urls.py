"""The addresses of exhibition."""

from django.urls import path

from leitai.web.exhibition.pages import boards, clips, maps, packs, shows

app_name = "exhibition"
urlpatterns = [
    path("", boards.index, name="index"),
    path("map/", maps.current, name="map"),
    path("map/new/<slug:digest>/", maps.preview, name="map_preview"),
    path("map/<int:row>/back/", maps.back, name="map_back"),
    path("map/<int:row>/file/", maps.file, name="map_file"),
    path("<slug:number>/", boards.publication, name="publication"),
    path("<slug:number>/group/<slug:group>/", boards.publication, name="group"),
    path("<slug:number>/unit/<slug:unit>/", boards.unit, name="unit"),
    path("<slug:number>/unit/<slug:unit>/<slug:node>/", boards.node, name="node"),
    path("<slug:number>/changed/", boards.changed, name="changed"),
    path("<slug:number>/wall/", shows.wall, name="wall"),
    path("<slug:number>/briefing/", shows.briefing, name="briefing"),
    path("<slug:number>/proof/", shows.proof, name="proof"),
    path("<slug:number>/proof/change/", shows.change, name="tamper"),
    path("<slug:number>/result/", shows.result, name="result"),
    path("<slug:number>/site/", shows.site, name="site"),
    path("<slug:number>/site/<path:path>", shows.site, name="site_file"),
    path("<slug:number>/clips/", clips.clips, name="clips"),
    path("<slug:number>/pack/", packs.pack, name="pack"),
    path("<slug:number>/pack/make/", packs.make, name="make"),
    path("<slug:number>/pack/<int:rendering>/", packs.document, name="document"),
]
