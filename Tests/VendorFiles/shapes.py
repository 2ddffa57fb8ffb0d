"""Vendors' shapes: columns and default habits. A habit that is not named has the plain default."""
from dataclasses import dataclass, field

PLAIN = {
    "bars": ("weekdays",), "date": "YYYY-MM-DD", "clock": "", "joint": " ", "zone": "",
    "delimiter": ",", "quoting": "minimal", "decimal": ".", "thousands": "", "currency": "",
    "order": "ascending", "banner": "none", "footer": "none", "encoding": "utf-8",
    "newline": "\n", "language": "en", "header": True, "missing": "", "volume": "integer",
    "percent": "sign", "trailing": False, "numbers": "fixed", "comments": "none",
    "blanks": "none", "compression": "none", "padding": False, "month names": "en",
    "header case": "as is", "row numbers": "none", "column order": "as given", "extras": 0,
    "duplicates": "none", "epoch fraction": "",
}


@dataclass
class Shape:
    """columns: (role, header) pairs. kind: one, wide, long, fields, yfinance or undated."""
    name: str
    kind: str
    columns: list
    habits: dict
    translate: bool = True      # header words may be those of another language
    canonical: bool = False     # may lose its header: the columns stand in the usual order
    price: str = "close"        # role of the price that is margined
    scales: list = field(default_factory=lambda: [1])


OHLC = "open=Open|high=High|low=Low|close=Close"
INTRA = ("hourly", "minute")
SHAPES = {}


def _shape(name, kind, columns, translate=True, canonical=False, price="close", scales=(1,),
           **habits):
    pairs = [tuple(c.split("=", 1)) for c in columns.split("|")] if columns else []
    named = {k.replace("_", " "): v for k, v in habits.items()}
    SHAPES[name] = Shape(name, kind, pairs, {**PLAIN, **named}, translate, canonical, price,
                         list(scales))


def _investing(language, header, date, decimal, encoding="utf-8-sig", **more):
    roles = ("date", "close", "open", "high", "low", "volume", "percent")
    columns = "|".join(f"{r}={h}" for r, h in zip(roles, header.split("|")))
    _shape(f"investing-{language}", "one", columns, date=date, decimal=decimal, quoting="all",
           thousands="," if decimal == "." else ".", order="newest first", encoding=encoding,
           language=language, volume="KMB", bars=("weekdays", "every-day", "weekly", "monthly"),
           **more)


_investing("en", "Date|Price|Open|High|Low|Vol.|Change %", "MM/DD/YYYY", ".")
_investing("pt", "Data|Último|Abertura|Máxima|Mínima|Vol.|Var%", "DD.MM.YYYY", ",")
_investing("fr", "Date|Dernier|Ouv.| Plus Haut|Plus Bas|Vol.|Variation %", "DD/MM/YYYY", ",")
_investing("de", "Datum|Zuletzt|Eröffn.|Hoch|Tief|Vol.|+/- %", "DD.MM.YYYY", ",")
_investing("es", "Fecha|Último|Apertura|Máximo|Mínimo|Vol.|% var.", "DD.MM.YYYY", ",")
_investing("tr", "Tarih|Şimdi|Açılış|Yüksek|Düşük|Hac.|Fark %", "DD.MM.YYYY", ",")
_investing("it", "Data|Ultimo|Apertura|Massimo|Minimo|Vol.|Var. %", "DD.MM.YYYY", ",")
_investing("pl", "Data|Ostatnio|Otwarcie|Max.|Min.|Wol.|Zmiana%", "DD.MM.YYYY", ",")
_investing("nl", "Datum|Laatste|Open|Hoog|Laag|Vol.|Verschil %", "DD-MM-YYYY", ",")
_shape("investing-text-date", "one",
       "date=Date|close=Price|open=Open|high=High|low=Low|volume=Vol.|percent=Change %",
       date="Mon DD, YYYY", quoting="all", thousands=",", order="newest first", volume="KMB",
       encoding="utf-8-sig", bars=("weekdays", "every-day"))

_shape("bloomberg", "one",
       "date=Date|open=PX_OPEN|high=PX_HIGH|low=PX_LOW|close=PX_LAST|volume=PX_VOLUME",
       translate=False, banner="security", date="MM/DD/YYYY",
       bars=("weekdays", "weekly", "monthly"))
_shape("bloomberg-last", "one", "date=Dates|close=PX_LAST", translate=False, banner="security",
       date="M/D/YYYY", bars=("weekdays", "monthly"), missing="#N/A")
_shape("refinitiv", "one",
       "date=Exchange Date|close=Close|change=Net|percent=%Chg|open=Open|low=Low|high=High"
       "|volume=Volume|turnover=Turnover", banner="title", date="DD-Mon-YYYY", thousands=",",
       order="newest first")
_shape("refinitiv-fields", "one",
       "date=Timestamp|close=TRDPRC_1|high=HIGH_1|low=LOW_1|open=OPEN_PRC|volume=ACVOL_UNS",
       translate=False, date="YYYY-MM-DD")
_shape("metatrader-5", "one",
       "date=<DATE>|time=<TIME>|open=<OPEN>|high=<HIGH>|low=<LOW>|close=<CLOSE>"
       "|volume=<TICKVOL>|zero=<VOL>|spread=<SPREAD>", translate=False, delimiter="\t",
       date="YYYY.MM.DD", clock="HH:mm:ss", joint="column", bars=INTRA + ("weekdays",))
_shape("metatrader-4", "one", "date=Date|time=Time|" + OHLC + "|volume=Volume", header=False,
       canonical=True, date="YYYY.MM.DD", clock="HH:mm", joint="column",
       bars=INTRA + ("weekdays",), newline="\r\n")
_shape("histdata", "one", "date=Date|" + OHLC + "|zero=Volume", header=False, canonical=True,
       date="YYYYMMDD", clock="HHmmss", bars=("minute",), delimiter=";")
_shape("finam", "one",
       "symbol=<TICKER>|period=<PER>|date=<DATE>|time=<TIME>|open=<OPEN>|high=<HIGH>|low=<LOW>"
       "|close=<CLOSE>|volume=<VOL>", translate=False, delimiter=";", date="YYYYMMDD",
       clock="HHmmss", joint="column", bars=INTRA + ("weekdays",))
_shape("stooq-ascii", "one",
       "symbol=<TICKER>|period=<PER>|date=<DATE>|time=<TIME>|open=<OPEN>|high=<HIGH>|low=<LOW>"
       "|close=<CLOSE>|volume=<VOL>|zero=<OPENINT>", translate=False, date="YYYYMMDD",
       clock="HHmmss", joint="column", bars=("weekdays", "hourly"))
_shape("stooq", "one", "date=Date|" + OHLC + "|volume=Volume", canonical=True, newline="\r\n")
_shape("stooq-pl", "one",
       "date=Data|open=Otwarcie|high=Najwyzszy|low=Najnizszy|close=Zamkniecie|volume=Wolumen",
       language="pl", newline="\r\n")
_shape("dukascopy", "one", "date=Gmt time|" + OHLC + "|volume=Volume", date="DD.MM.YYYY",
       clock="HH:mm:ss.fff", volume="decimal", bars=("hourly", "minute", "sundays"))
_shape("alpha-vantage", "one", "date=timestamp|open=open|high=high|low=low|close=close"
       "|volume=volume", order="newest first", canonical=True, newline="\r\n",
       bars=("weekdays", "weekly"))
_shape("alpha-vantage-adjusted", "one",
       "date=timestamp|open=open|high=high|low=low|close=close|adjusted=adjusted_close"
       "|volume=volume|dividend=dividend_amount|split=split_coefficient", translate=False,
       order="newest first", newline="\r\n")
_shape("alpha-vantage-numbered", "one",
       "date=date|open=1. open|high=2. high|low=3. low|close=4. close|volume=5. volume",
       translate=False, order="newest first")
_shape("oanda-mid", "one",
       "date=time|volume=volume|true=complete|open=mid.o|high=mid.h|low=mid.l|close=mid.c",
       translate=False, date="YYYY-MM-DD", clock="HH:mm:ss", joint="T", zone="Z",
       bars=("hourly", "sundays"))
_shape("oanda-bid-ask", "one", "date=time|bid=closeBid|ask=closeAsk|volume=volume",
       translate=False, price="mid", clock="HH:mm:ss", joint="T", zone="Z",
       bars=("hourly", "sundays"))
_shape("bid-ask", "one", "date=Date|bid=Bid|ask=Ask", price="mid", bars=("sundays", "weekdays"))
_shape("nasdaq", "one",
       "date=Date|close=Close/Last|volume=Volume|open=Open|high=High|low=Low", translate=False,
       date="MM/DD/YYYY", currency="$", order="newest first")
_shape("nse", "one",
       "date=Date |series=series |open=OPEN |high=HIGH |low=LOW |previous=PREV. CLOSE "
       "|last=ltp |close=close |vwap=vwap |year high=52W H|year low=52W L |volume=VOLUME "
       "|turnover=VALUE |trades=No of trades ", translate=False, date="DD-Mon-YYYY",
       quoting="all", thousands=",", order="newest first", encoding="utf-8-sig")
_shape("nse-index", "one", "date=Date|" + OHLC, date="DD Mon YYYY", quoting="all",
       order="newest first", missing="-")
_shape("fred", "one", "date=DATE|close=SERIES", translate=False, missing=".",
       bars=("weekdays", "weekly", "monthly"))
_shape("fred-new", "one", "date=observation_date|close=SERIES", translate=False,
       bars=("weekdays", "monthly"))
_shape("ecb", "one",
       "key=KEY|frequency=FREQ|currency=CURRENCY|denominator=CURRENCY_DENOM|type=EXR_TYPE"
       "|date=TIME_PERIOD|close=OBS_VALUE|status=OBS_STATUS|note=TITLE", translate=False)
_shape("ecb-old", "one", "date=|close=", translate=False, header=False, banner="warehouse",
       order="newest first", missing="-", bars=("weekdays", "monthly"))
_shape("bundesbank", "one", "date=|close=SERIES|flags=SERIES_FLAGS", translate=False,
       delimiter=";", decimal=",", banner="none", missing=".", language="de",
       encoding="utf-8-sig", bars=("weekdays", "monthly"))
_shape("bank-of-england", "one", "date=DATE|close=SERIES", translate=False, date="DD Mon YYYY",
       order="newest first")
_shape("cboe", "one", "date=DATE|open=OPEN|high=HIGH|low=LOW|close=CLOSE", date="MM/DD/YYYY")
_shape("cboe-old", "one",
       "date=Date|open=VIX Open|high=VIX High|low=VIX Low|close=VIX Close", translate=False,
       date="M/D/YYYY", banner="legal", newline="\r\n")
_shape("quandl-wiki", "one",
       "date=Date|" + OHLC + "|volume=Volume|dividend=Ex-Dividend|split=Split Ratio"
       "|adjusted open=Adj. Open|adjusted high=Adj. High|adjusted low=Adj. Low"
       "|adjusted=Adj. Close|adjusted volume=Adj. Volume", translate=False,
       order="newest first", volume="decimal")
_shape("quandl-futures", "one",
       "date=Date|open=Open|high=High|low=Low|last=Last|change=Change|close=Settle"
       "|volume=Volume|interest=Previous Day Open Interest", translate=False,
       order="newest first", volume="decimal")
_shape("coingecko", "one",
       "date=snapped_at|close=price|marketcap=market_cap|turnover=total_volume",
       translate=False, clock="HH:mm:ss", zone=" UTC", bars=("every-day",))
_shape("coinmetrics", "one",
       "symbol=asset|date=time|close=PriceUSD|marketcap=CapMrktCurUSD|trades=TxCnt",
       translate=False, bars=("every-day",))
_shape("coinmarketcap", "one",
       "date=Date|open=Open*|high=High|low=Low|close=Close**|volume=Volume"
       "|marketcap=Market Cap", translate=False, date="Mon DD, YYYY", thousands=",",
       quoting="all", order="newest first", bars=("every-day",))
_shape("kraken", "one", "date=time|open=open|high=high|low=low|close=close|volume=volume"
       "|trades=trades", header=False, canonical=True, date="epoch-s", volume="decimal",
       bars=("every-day",) + INTRA)
_shape("binance", "one",
       "date=open_time|open=open|high=high|low=low|close=close|volume=volume"
       "|close time=close_time|turnover=quote_volume|trades=count"
       "|taker volume=taker_buy_volume|taker turnover=taker_buy_quote_volume|zero=ignore",
       translate=False, header=False, canonical=True, date="epoch-ms", volume="decimal",
       bars=("every-day",) + INTRA)
_shape("ccxt", "one", "date=timestamp|open=open|high=high|low=low|close=close|volume=volume",
       canonical=True, date="epoch-ms", volume="decimal", bars=("every-day",) + INTRA)
_shape("cryptodatadownload", "one",
       "unix=unix|date=date|symbol=symbol|open=open|high=high|low=low|close=close"
       "|volume=Volume BTC|turnover=Volume USD", translate=False, banner="address",
       order="newest first", clock="HH:mm:ss", volume="decimal", bars=("every-day", "hourly"))
_shape("cryptodatadownload-old", "one",
       "date=date|symbol=symbol|open=open|high=high|low=low|close=close|volume=volume_btc"
       "|turnover=volume", translate=False, banner="address", order="newest first",
       clock="HH-AM", volume="decimal", bars=("hourly",), newline="\r\n")
_shape("lean", "one", "date=Date|" + OHLC + "|volume=Volume", header=False, canonical=True,
       date="YYYYMMDD", clock="HH:mm", numbers="scaled", scales=(1, .0001),
       bars=("weekdays", "hourly"))
_shape("yahoo-old", "one", "date=Date|" + OHLC + "|volume=Volume|adjusted=Adj Close",
       order="newest first")
_shape("yahoo", "one", "date=Date|" + OHLC + "|adjusted=Adj Close|volume=Volume",
       bars=("weekdays", "every-day", "weekly", "monthly"), missing="null")
_shape("yahoo-zone", "one",
       "date=Date|" + OHLC + "|volume=Volume|dividend=Dividends|split=Stock Splits",
       clock="HH:mm:ss", zone="New_York", bars=("weekdays", "hourly"))
_shape("yfinance", "yfinance", "", translate=False)
_shape("tradingview", "one", "date=time|open=open|high=high|low=low|close=close|volume=Volume",
       date="epoch-s", bars=("weekdays", "every-day") + INTRA)
_shape("polygon", "one", "volume=v|vwap=vw|open=o|close=c|high=h|low=l|date=t|trades=n",
       translate=False, date="epoch-ms", bars=("weekdays",) + INTRA)
_shape("tiingo", "one",
       "date=date|close=close|high=high|low=low|open=open|volume=volume|adjusted=adjClose"
       "|adjusted high=adjHigh|adjusted low=adjLow|adjusted open=adjOpen"
       "|adjusted volume=adjVolume|dividend=divCash|split=splitFactor", translate=False,
       clock="HH:mm:ss.fff", joint="T", zone="Z")
_shape("euronext", "one",
       "date=Date|open=Open|high=High|low=Low|last=Last|close=Close"
       "|volume=Number of Shares|trades=Number of Trades|turnover=Turnover|vwap=vwap",
       translate=False, delimiter=";", date="DD/MM/YYYY", banner="euronext",
       order="newest first")
_shape("ariva", "one",
       "date=Datum|open=Erster|high=Hoch|low=Tief|close=Schlusskurs|volume=Stuecke"
       "|turnover=Volumen", language="de", delimiter=";", decimal=",", thousands=".",
       order="newest first")
_shape("gpw", "one",
       "date=Data|name=Nazwa|isin=ISIN|currency=Waluta|open=Kurs otwarcia|high=Kurs max"
       "|low=Kurs min|close=Kurs zamknięcia|percent=Zmiana|volume=Wolumen"
       "|trades=Liczba Transakcji|turnover=Obrót", translate=False, language="pl",
       delimiter=";", decimal=",")
_shape("pandas-index", "one", "date=|" + OHLC + "|volume=Volume")
_shape("close-only", "one", "date=Date|close=Close", canonical=True, numbers="trimmed",
       bars=("weekdays", "every-day", "weekly", "monthly") + INTRA)
_shape("headerless-volume", "one", "date=Date|close=Close|volume=Volume", header=False,
       canonical=True)
_shape("excel-serial", "one", "date=Date|close=Close", date="excel")
_shape("prefixed", "fields", "", translate=False)
_shape("wide", "wide", "date=Date", bars=("weekdays", "every-day", "weekly", "monthly") + INTRA)
_shape("wide-date-last", "wide", "date=Date", quoting="text", column_order="date last")
_shape("wide-pandas", "wide", "date=", missing="")
_shape("wide-epoch", "wide", "date=timestamp", date="epoch-ms", bars=("every-day",) + INTRA)
_shape("long", "long", "date=Date|symbol=Ticker|" + OHLC + "|volume=Volume",
       bars=("weekdays", "every-day", "hourly"))
_shape("long-value", "long", "date=Date|symbol=stock|close=value|percent=change",
       translate=False, quoting="text", row_numbers="pandas", percent="bare")
_shape("long-close", "long", "symbol=symbol|date=date|close=close",
       bars=("weekdays", "every-day", "weekly", "monthly"))
_shape("undated", "undated", "close=Close", canonical=True)
_shape("undated-bars", "undated", OHLC + "|volume=Volume")
