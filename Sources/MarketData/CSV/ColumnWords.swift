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
      "cierre", "preciocierre", "preciodecierre", "fechamento", "precofechamento",
      "chiusura", "prezzochiusura", "prezzodichiusura", "zamkniecie", "kurszamkniecia",
      "kapanis", "kapanisfiyati",
    ],
    [
      "last", "lastprice", "pxlast", "lasttrade", "letzter", "letzterkurs", "zuletzt", "dernier",
      "derniercours", "ultimo", "ultima", "ostatni", "ostatnio", "simdi", "son", "sonfiyat",
    ],
    [
      "price", "kurs", "preis", "prix", "cours", "precio", "preco", "prezzo", "cena", "fiyat",
      "mid", "midprice", "nav", "fixing", "quote", "markprice", "indexprice", "referencerate",
    ],
    [
      "value", "wert", "anteilwert", "valeur", "valor", "valore", "wartosc", "deger", "obsvalue",
      "level", "indexvalue", "rate",
    ],
  ]

  private static let table: [(ColumnRole, [String])] = [
    (
      .date,
      [
        "date", "time", "timestamp", "datetime", "day", "observationdate", "tradedate",
        "tradingdate", "asof", "asofdate", "opentime", "closetime", "timeopen", "timeclose",
        "gmttime", "localtime", "utctime", "snappedat", "timeperiod", "timeperiodstart",
        "timeperiodend", "unix", "unixtime", "unixtimestamp", "epoch", "dateutc", "timeutc",
        "dategmt", "pricingdate", "valuedate", "valuationdate", "sessiondate", "businessdate",
        "quotedate", "exchangedate", "ts", "dt", "dtyyyymmdd", "dateandtime", "published", "t",
        "datum", "zeit", "zeitstempel", "stichtag", "handelstag", "tag", "datumzeit",
        "jour", "horodatage", "dateseance", "datedeseance", "dateheure",
        "fecha", "dia", "fechahora", "fechayhora", "data", "datahora", "datapregao", "giorno",
        "dataora", "dzien", "tarih", "zaman",
      ]
    ),
    (.clock, ["hour", "clock", "uhrzeit", "heure", "hora", "ora", "godzina", "czas", "saat"]),
    (
      .instrument,
      [
        "instrument", "instrumentid", "symbol", "ticker", "asset", "name", "stock", "security",
        "isin", "ric", "contract", "pair", "coin", "wkn", "wertpapier", "symbole", "titre",
        "simbolo", "ativo", "papel", "titolo", "nazwa", "walor", "sembol", "hisse", "figi",
        "cusip", "sedol", "permno", "product", "underlying", "series", "currencypair",
      ]
    ),
    (
      .open,
      [
        "open", "openprice", "pxopen", "openingprice", "o", "eroffnung", "eroffnungskurs",
        "eroffn", "erster", "ouverture", "ouv", "coursdouverture", "premier", "apertura",
        "abertura", "aper", "otwarcie", "kursotwarcia", "acilis", "acilisfiyati",
      ]
    ),
    (
      .high,
      [
        "high", "highprice", "pxhigh", "h", "hi", "hoch", "hochst", "hochstkurs", "tageshoch",
        "haut", "plushaut", "maximo", "max", "alto", "maxima", "alta", "massimo", "najwyzszy",
        "maksimum", "kursmax", "maksymalny", "yuksek", "enyuksek", "maximum",
      ]
    ),
    (
      .low,
      [
        "low", "lowprice", "pxlow", "l", "lo", "tief", "tiefst", "tiefstkurs", "tagestief", "bas",
        "plusbas", "minimo", "min", "bajo", "minima", "baixa", "najnizszy", "minimum", "kursmin",
        "minimalny", "dusuk", "endusuk",
      ]
    ),
    (
      .volume,
      [
        "volume", "vol", "v", "pxvolume", "tradedvolume", "totalvolume", "basevolume",
        "quotevolume", "tickvol", "tickvolume", "realvolume", "turnover", "umsatz", "stuck",
        "stucke", "volumen", "volumes", "wolumen", "obrot", "hacim", "quantity", "qty",
        "sharestraded", "amount", "quoteassetvolume",
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
    (.bid, ["bid", "bidprice", "bidclose", "bidc", "pxbid", "geld", "closebid"]),
    (.ask, ["ask", "askprice", "askclose", "askc", "pxask", "brief", "offer", "closeask"]),
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
        "marketcap", "marketcapitalization", "mcap", "trades", "tradecount", "count",
        "numberoftrades", "numtrades", "spread", "openinterest", "openint", "oi", "change",
        "changepct", "chg", "chgpct", "pctchange", "pctchg", "netchange", "var", "varpct",
        "variation", "variationpct", "veranderung", "veranderungpct", "degisim", "farkpct", "fark",
        "zmiana", "zmianapct", "variacao", "variacaopct", "variacion", "vwap", "average",
        "avgprice", "weightedprice", "dividends", "dividend", "stocksplits", "splitratio",
        "exdividend", "adjopen", "adjhigh", "adjlow", "adjvolume", "ignore", "capitalgains",
        "takerbuybaseassetvolume", "takerbuyquoteassetvolume", "takerbuybasevolume",
        "takerbuyquotevolume", "circulatingsupply", "bidsize", "asksize", "per",
      ]
    ),
  ]
}
