/// The names of columns in the languages and habits of vendors, without case, accents, blanks and
/// punctuation.
enum ColumnWords {
  static let roles: [String: ColumnRole] = {
    var result: [String: ColumnRole] = [:]
    for (role, words) in table { for word in words { result[word] = role } }
    for (rank, words) in closes.enumerated() {
      for word in words { result[word] = .close(rank: rank) }
    }
    return result
  }()

  /// Names of a close in order of preference: settlement before close, close before last.
  private static let closes: [[String]] = [
    ["settle", "settlement", "settlementprice", "settleprice", "pxsettle", "abrechnungspreis"],
    [
      "close", "closeprice", "closingprice", "closingvalue", "pxclose", "closelast", "c",
      "schluss", "schlusskurs", "schlusspreis", "schlussstand",
      "cloture", "fermeture", "courscloture", "coursdecloture", "clot",
      "cierre", "preciocierre", "preciodecierre", "fechamento", "fecho", "precofechamento",
      "chiusura", "prezzochiusura", "prezzodichiusura", "zamkniecie", "kurszamkniecia",
      "kapanis", "kapanisfiyati",
      "slot", "slotkoers", "sluiting", "zaverecnacena", "zaviracicena", "zaver", "uzaviracicena",
      "zaviracikurz",
    ],
    [
      "last", "lastprice", "trdprc1", "pxlast", "lasttrade", "letzter", "letzterkurs", "zuletzt",
      "dernier",
      "derniercours", "ultimo", "ultima", "ostatni", "ostatnio", "simdi", "son", "sonfiyat",
      "laatste", "laatstekoers", "posledni", "posledniobchod",
    ],
    [
      "price", "kurs", "preis", "prix", "cours", "precio", "preco", "prezzo", "cena", "fiyat",
      "mid", "midprice", "nav", "fixing", "quote", "markprice", "indexprice", "referencerate",
      "koers", "prijs", "kurz",
    ],
    [
      "value", "wert", "anteilwert", "valeur", "valor", "valore", "wartosc", "deger", "obsvalue",
      "level", "indexvalue", "rate",
      "waarde", "hodnota",
    ],
  ]

  private static let table: [(ColumnRole, [String])] = [
    (
      .date,
      [
        "date", "time", "timestamp", "datetime", "day", "dates", "observationdate", "tradedate",
        "tradingdate", "asof", "asofdate", "opentime", "closetime", "timeopen", "timeclose",
        "gmttime", "localtime", "utctime", "snappedat", "timeperiod", "timeperiodstart",
        "timeperiodend", "unix", "unixtime", "unixtimestamp", "epoch", "dateutc", "timeutc",
        "dategmt", "pricingdate", "valuedate", "valuationdate", "sessiondate", "businessdate",
        "quotedate", "exchangedate", "ts", "dt", "dtyyyymmdd", "dateandtime", "published", "t",
        "datum", "zeit", "zeitstempel", "stichtag", "handelstag", "tag", "datumzeit",
        "jour", "horodatage", "dateseance", "datedeseance", "dateheure",
        "fecha", "dia", "fechahora", "fechayhora", "data", "datahora", "datapregao", "giorno",
        "dataora", "dzien", "tarih", "zaman",
        "dag", "tijd", "tijdstip", "handelsdag", "datumatijd", "den", "cas", "datumacas",
        "obchodniden",
      ]
    ),
    (.clock, ["hour", "clock", "uhrzeit", "heure", "hora", "ora", "godzina", "czas", "saat"]),
    (
      .instrument,
      [
        "instrument", "instrumentid", "symbol", "ticker", "asset", "name", "stock", "security",
        "isin", "ric", "contract", "pair", "coin", "wkn", "wertpapier", "symbole", "titre",
        "simbolo", "ativo", "papel", "titolo", "nazwa", "walor", "sembol", "hisse", "figi",
        "cusip", "sedol", "permno", "product", "underlying", "currencypair",
        "symbool", "fonds", "code", "codigo", "kod", "kurzel", "secid", "nazev", "titul",
      ]
    ),
    (
      .open,
      [
        "open", "openprice", "openprc", "pxopen", "openingprice", "o", "eroffnung",
        "eroffnungskurs",
        "eroffn", "erster", "ouverture", "ouv", "coursdouverture", "premier", "apertura",
        "abertura", "aper", "otwarcie", "kursotwarcia", "acilis", "acilisfiyati",
        "opening", "openingskoers", "otevreni", "oteviracicena", "otevirackurz", "oteviracikurz",
      ]
    ),
    (
      .high,
      [
        "high", "highprice", "high1", "pxhigh", "h", "hi", "hoch", "hochst", "hochstkurs",
        "tageshoch",
        "haut", "plushaut", "maximo", "max", "alto", "maxima", "alta", "massimo", "najwyzszy",
        "maksimum", "kursmax", "maksymalny", "yuksek", "enyuksek", "maximum",
        "hoog", "hoogste", "dagkoershoog", "nejvyssi", "dennimaximum",
      ]
    ),
    (
      .low,
      [
        "low", "lowprice", "low1", "pxlow", "l", "lo", "tief", "tiefst", "tiefstkurs", "tagestief",
        "bas",
        "plusbas", "minimo", "min", "bajo", "minima", "baixa", "najnizszy", "minimum", "kursmin",
        "minimalny", "dusuk", "endusuk",
        "laag", "laagste", "dagkoerslaag", "nejnizsi", "denniminimum",
      ]
    ),
    (
      .volume,
      [
        "volume", "vol", "v", "acvoluns", "pxvolume", "tradedvolume", "totalvolume", "basevolume",
        "quotevolume", "tickvol", "tickvolume", "realvolume", "turnover", "umsatz", "stuck",
        "stucke", "volumen", "volumes", "wolumen", "obrot", "hacim", "quantity", "qty",
        "sharestraded", "amount", "quoteassetvolume",
        "omzet", "objem", "objemobchodu", "islemhacmi", "hac", "aantal", "mnozstvi",
      ]
    ),
    (
      .adjustedClose,
      [
        "adjclose", "adjustedclose", "adjusted", "adjcloseprice", "adjustedcloseprice",
        "closeadj", "closeadjusted", "adjprice", "adjustedprice",
      ]
    ),
    (
      .returns,
      [
        "return", "returns", "ret", "simplereturn", "logreturn", "logreturns", "logret",
        "returnpct", "logreturnpct", "dailyreturn", "totalreturn", "rendite", "rendement",
      ]
    ),
    (
      .bid,
      [
        "bid", "bidprice", "bidclose", "bidc", "pxbid", "geld", "closebid", "achat", "compra",
        "denaro", "kupno", "alis",
        "bied", "bieden", "nakup",
      ]
    ),
    (
      .ask,
      [
        "ask", "askprice", "askclose", "askc", "pxask", "brief", "offer", "closeask", "vente",
        "venta", "venda", "lettera", "sprzedaz", "satis",
        "laat", "vraag", "prodej",
      ]
    ),
    (
      .currency,
      [
        "currency", "ccy", "crncy", "curr", "wahrung", "devise", "divisa", "moneda", "moeda",
        "valuta", "waluta", "parabirimi",
      ]
    ),
    (.rowNumber, ["", "index", "row", "rownumber", "obs", "observation", "id", "no", "nr", "lp"]),
    (
      .notAPrice,
      [
        "marketcap", "marketcapitalization", "trznikapitalizace", "marktkapitalisierung",
        "capitalisation", "capitalizacao", "capitalizzazione", "kapitalizacja", "piyasadegeri",
        "marktwaarde", "capitalisationboursiere", "flags", "flag", "status",
        "anzahltrades", "mcap", "trades", "tradecount", "count",
        "numberoftrades", "numtrades", "spread", "openinterest", "openint", "oi", "change",
        "changepct", "chg", "chgpct", "pctchange", "pctchg", "netchange", "var", "varpct",
        "variation", "variationpct", "veranderung", "veranderungpct", "degisim", "farkpct", "fark",
        "zmiana", "zmianapct", "variacao", "variacaopct", "variacion", "vwap", "average",
        "avgprice", "weightedprice", "dividends", "dividend", "stocksplits", "splitratio",
        "exdividend", "adjopen", "adjhigh", "adjlow", "adjvolume", "ignore", "capitalgains",
        "takerbuybaseassetvolume", "takerbuyquoteassetvolume", "takerbuybasevolume",
        "takerbuyquotevolume", "circulatingsupply", "bidsize", "asksize", "per",
        "verschil", "verschilpct", "zmenapct", "zmena", "zmenavpct", "degisimpct", "valordemercado",
        "capitalizacion", "previousdayopeninterest", "previousclose", "prevclose", "vortag",
      ]
    ),
  ]
}
