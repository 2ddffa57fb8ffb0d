internal import MarketData
internal import Text

extension MarketDataError {
  /// The stable machine-readable name of the error.
  var reason: String {
    switch self {
    case .file(_, let fault): fault.code
    case .noCSV: "no-csv"
    case .noPaths: "no-paths"
    case .row(let row): row.reason.name
    case .tooOld: DataFinding.Kind.stalePrices.rawValue
    case .finding(_, let finding): finding.kind.rawValue
    case .duplicateInstrument: "duplicate-instrument"
    case .mixedConventions: "mixed-conventions"
    case .mixedAxes: "mixed-axes"
    case .noCommonDates: "no-common-dates"
    case .unsuitableBars: "unsuitable-bars"
    }
  }
}

extension RejectedRow.Reason {
  /// The stable machine-readable name of a row error.
  var name: String {
    switch self {
    case .csv(let fault): fault.code
    case .notPositive: "not-positive"
    case .totalLoss: "total-loss"
    case .missingPrice: "missing-price"
    case .unreadableDate: "unreadable-date"
    case .notISODate: "not-an-iso-date"
    case .ambiguousDates: "ambiguous-dates"
    case .severalDates: "several-dates"
    case .duplicateDate: DataFinding.Kind.duplicateDate.rawValue
    case .unusedZone: "unused-time-zone"
    case .otherOrder: DataFinding.Kind.unsorted.rawValue
    case .noSuchColumn: "no-such-column"
    case .holdsReturns: DataFinding.Kind.looksLikeReturns.rawValue
    case .mixedCurrency: DataFinding.Kind.mixedCurrency.rawValue
    case .noInstrument: "no-instrument"
    case .noPriceColumn: "no-price-column"
    case .noAdjustedClose: "no-adjusted-close"
    case .noDateColumn: "no-date-column"
    case .noValues: "no-values"
    }
  }
}
