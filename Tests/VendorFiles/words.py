"""Words of ten languages: headers by role, month names, weekday names."""
import unicodedata

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "pl", "tr", "nl", "cs")


def _words(**roles):
    return {role: text.split("|") for role, text in roles.items()}


# Several words for a role are synonyms; one of them is drawn.
HEADERS = {
    "en": _words(
        date="Date|Trade Date|Day|Trading Day", time="Time", open="Open|Opening Price",
        high="High|High Price|Day High", low="Low|Low Price|Day Low",
        close="Close|Last|Price|Closing Price|Last Price", volume="Volume|Vol.",
        percent="Change %|% Change|Chg %", change="Change|Net Change",
        adjusted="Adj Close|Adjusted Close", symbol="Symbol|Ticker", currency="Currency",
        marketcap="Market Cap", trades="Trades|Number of Trades", turnover="Turnover",
        vwap="VWAP|Average Price", bid="Bid", ask="Ask", number="No.|id|index|#"),
    "de": _words(
        date="Datum|Tag|Handelstag", time="Uhrzeit|Zeit", open="Eröffnung|Eröffn.|Erster",
        high="Hoch|Tageshoch|Höchstkurs", low="Tief|Tagestief|Tiefstkurs",
        close="Schluss|Schlusskurs|Zuletzt|Kurs|Letzter", volume="Volumen|Stücke|Umsatz Stück",
        percent="+/- %|Veränderung %", change="Veränderung|Differenz",
        adjusted="Bereinigter Schlusskurs", symbol="Symbol|Kürzel", currency="Währung",
        marketcap="Marktkapitalisierung", trades="Anzahl Trades", turnover="Umsatz",
        vwap="Durchschnittskurs", bid="Geld", ask="Brief", number="Nr.|lfd. Nr."),
    "fr": _words(
        date="Date|Jour|Séance", time="Heure", open="Ouverture|Ouv.",
        high="Plus Haut|Haut|+ haut", low="Plus Bas|Bas|+ bas",
        close="Dernier|Clôture|Cours de clôture|Cours", volume="Volume|Vol.|Volumes",
        percent="Variation %|Var. %", change="Variation", adjusted="Clôture ajustée",
        symbol="Symbole|Mnémo", currency="Devise", marketcap="Capitalisation",
        trades="Nombre de transactions", turnover="Capitaux", vwap="Cours moyen",
        bid="Achat", ask="Vente", number="N°"),
    "es": _words(
        date="Fecha|Día", time="Hora", open="Apertura", high="Máximo|Máx.", low="Mínimo|Mín.",
        close="Último|Cierre|Precio|Precio de cierre", volume="Volumen|Vol.",
        percent="% var.|Variación %", change="Variación", adjusted="Cierre ajustado",
        symbol="Símbolo|Valor", currency="Divisa|Moneda", marketcap="Capitalización",
        trades="Número de operaciones", turnover="Efectivo", vwap="Precio medio",
        bid="Compra", ask="Venta", number="Nº"),
    "pt": _words(
        date="Data|Dia|Data do pregão", time="Hora", open="Abertura", high="Máxima|Máximo",
        low="Mínima|Mínimo", close="Último|Fechamento|Preço|Fecho", volume="Vol.|Volume",
        percent="Var%|Variação %", change="Variação", adjusted="Fechamento ajustado",
        symbol="Código|Ativo", currency="Moeda", marketcap="Valor de mercado",
        trades="Negócios", turnover="Volume financeiro", vwap="Preço médio",
        bid="Compra", ask="Venda", number="Nº"),
    "it": _words(
        date="Data|Giorno", time="Ora", open="Apertura", high="Massimo|Max", low="Minimo|Min",
        close="Ultimo|Chiusura|Prezzo|Prezzo di chiusura", volume="Vol.|Volume|Volumi",
        percent="Var. %|Variazione %", change="Variazione", adjusted="Chiusura rettificata",
        symbol="Simbolo", currency="Valuta", marketcap="Capitalizzazione",
        trades="Numero contratti", turnover="Controvalore", vwap="Prezzo medio",
        bid="Denaro", ask="Lettera", number="N."),
    "pl": _words(
        date="Data|Dzień|Data sesji", time="Czas|Godzina", open="Otwarcie|Kurs otwarcia",
        high="Najwyższy|Max.|Kurs max", low="Najniższy|Min.|Kurs min",
        close="Zamknięcie|Ostatnio|Kurs zamknięcia|Kurs", volume="Wolumen|Wol.",
        percent="Zmiana%|Zmiana %", change="Zmiana", adjusted="Zamknięcie skorygowane",
        symbol="Symbol|Nazwa", currency="Waluta", marketcap="Kapitalizacja",
        trades="Liczba transakcji", turnover="Obrót", vwap="Kurs średni",
        bid="Kupno", ask="Sprzedaż", number="Lp."),
    "tr": _words(
        date="Tarih|Gün", time="Saat", open="Açılış", high="Yüksek|En Yüksek",
        low="Düşük|En Düşük", close="Şimdi|Kapanış|Fiyat|Son|Kapanış Fiyatı",
        volume="Hac.|Hacim|İşlem Hacmi", percent="Fark %|Değişim %", change="Değişim",
        adjusted="Düzeltilmiş Kapanış", symbol="Sembol|Kod", currency="Para Birimi",
        marketcap="Piyasa Değeri", trades="İşlem Sayısı", turnover="İşlem Tutarı",
        vwap="Ağırlıklı Ortalama", bid="Alış", ask="Satış", number="Sıra"),
    "nl": _words(
        date="Datum|Dag|Handelsdag", time="Tijd", open="Opening|Openingskoers",
        high="Hoog|Hoogste|Dagkoers hoog", low="Laag|Laagste",
        close="Laatste|Slot|Slotkoers|Koers", volume="Volume|Vol.", percent="Verschil %|Wijz. %",
        change="Verschil", adjusted="Aangepaste slotkoers", symbol="Symbool",
        currency="Valuta|Munt", marketcap="Marktwaarde", trades="Aantal transacties",
        turnover="Omzet", vwap="Gemiddelde koers", bid="Bied", ask="Laat", number="Nr."),
    "cs": _words(
        date="Datum|Den|Obchodní den", time="Čas", open="Otevírací cena|Otevření|Otevírací kurz",
        high="Nejvyšší|Maximum|Denní maximum", low="Nejnižší|Minimum|Denní minimum",
        close="Zavírací cena|Závěr|Poslední|Kurz|Cena", volume="Objem|Objem obchodů",
        percent="Změna %|Změna v %", change="Změna", adjusted="Upravený závěr",
        symbol="Symbol|Název", currency="Měna", marketcap="Tržní kapitalizace",
        trades="Počet obchodů", turnover="Obrat", vwap="Průměrná cena",
        bid="Nákup", ask="Prodej", number="Č."),
}

SHORT_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "de": "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
    "fr": "janv févr mars avr mai juin juil août sept oct nov déc",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "pl": "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    "tr": "Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara",
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "cs": "led úno bře dub kvě čvn čvc srp zář říj lis pro",
}
LONG_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
          " diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro"
          " dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
          " dicembre",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października"
          " listopada grudnia",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "nl": "januari februari maart april mei juni juli augustus september oktober november"
          " december",
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
}
# Monday first.
WEEKDAYS = {
    "en": "Mon Tue Wed Thu Fri Sat Sun", "de": "Mo Di Mi Do Fr Sa So",
    "fr": "lun mar mer jeu ven sam dim", "es": "lun mar mié jue vie sáb dom",
    "pt": "seg ter qua qui sex sáb dom", "it": "lun mar mer gio ven sab dom",
    "pl": "pon wt śr czw pt sob niedz", "tr": "Pzt Sal Çar Per Cum Cmt Paz",
    "nl": "ma di wo do vr za zo", "cs": "po út st čt pá so ne",
}


def month(language, number, long=False):
    return (LONG_MONTHS if long else SHORT_MONTHS)[language].split()[number - 1]


def weekday(language, number):
    return WEEKDAYS[language].split()[number]


def without_accents(text):
    """The text in ASCII letters, as systems write it that know no accents."""
    text = text.translate(str.maketrans("łŁıİøß°º", "lLiIosoo"))
    folded = unicodedata.normalize("NFKD", text)
    return "".join(c for c in folded if not unicodedata.combining(c))
