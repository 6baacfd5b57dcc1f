from allauth.account import views as account
from django.contrib import admin
from django.urls import include, path

from sociopoint import account_pages, crawlers, embedding, gallery, help_page, pages, views

urlpatterns = [
    path("", pages.home, name="home"),
    path("situace/", include("situations.urls")),
    path("situace/<slug:slug>/", pages.situation, name="situation"),
    path("", include("catalogue.urls")),
    path("muj-seznam/", include("catalogue.my_list.urls")),
    path("pruvodce/", include("catalogue.guide.urls")),
    path("prirucky/", include("situations.handbooks.urls")),
    path("aktuality/", include("situations.news.urls")),
    path("", include("inquiries.public_urls")),
    path("sit/", include("network.urls")),
    path("pult/", include("inquiries.urls")),
    path("kiosk/", include("catalogue.kiosk.urls")),
    path("", include("catalogue.offline.urls")),
    path("letaky/", include("catalogue.paper.urls")),
    path("krize/", pages.crisis, name="crisis"),
    path("pristupnost/", pages.accessibility, name="accessibility"),
    path("jak-overujeme/", pages.how_we_check, name="how-we-check"),
    path("soukromi/", pages.privacy, name="privacy"),
    path("pro-weby/", embedding.for_webs, name="for-webs"),
    path("pro-weby/okno/", embedding.search_window, name="search-window"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("sitemap-<slug:name>-<int:number>.xml", crawlers.sitemap_part, name="sitemap-part"),
    path(".well-known/security.txt", crawlers.security, name="security"),
    path("prihlaseni/", account_pages.sign_in, name="login"),
    path("odhlaseni/", account.logout, name="logout"),
    path("ucet/", include("sociopoint.account_urls")),
    path("napoveda/", help_page.help_page, name="staff-help"),
    path("admin/", admin.site.urls),
    path("soucasti/", gallery.gallery, name="gallery"),
    path("soucasti/<slug:name>/", gallery.sample_page, name="sample-page"),
    path("healthz", views.health, name="health"),
]

handler400 = "sociopoint.views.bad_request"
handler403 = "sociopoint.views.permission_denied"
handler404 = "sociopoint.views.page_not_found"
handler429 = "sociopoint.views.too_many_requests"
handler500 = "sociopoint.views.server_error"
