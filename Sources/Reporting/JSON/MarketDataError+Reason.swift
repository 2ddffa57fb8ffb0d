internal import MarketData

extension MarketDataError {
  /// The stable name of what went wrong, for programs.
  var reason: String {
    switch self {
    case .missingFile: "missing-file"
    case .isFolder: "is-folder"
    case .unreadable: "unreadable-file"
    case .emptyFile: "empty-file"
    case .notText: "not-text"
    case .noCSV: "no-csv"
    case .noPaths: "no-paths"
    case .row(let row): row.reason.name
    case .duplicateInstrument: "duplicate-instrument"
    case .mixedConventions: "mixed-conventions"
    case .mixedAxes: "mixed-axes"
    case .noCommonDates: "no-common-dates"
    }
  }
}

extension RejectedRow.Reason {
  /// The stable name of what is wrong with a row.
  var name: String {
    switch self {
    case .notANumber: "not-a-number"
    case .notPositive: "not-positive"
    case .notFinite: "not-finite"
    case .totalLoss: "total-loss"
    case .missingPrice: "missing-price"
    case .unreadableDate: "unreadable-date"
    case .duplicateDate: "duplicate-date"
    case .unsorted: "unsorted"
    case .fieldCount: "field-count"
    case .unclosedQuote: "unclosed-quote"
    case .noInstrument: "no-instrument"
    case .noHeader: "no-header"
    case .headerAlone: "header-alone"
    case .noPriceColumn: "no-price-column"
    case .noAdjustedClose: "no-adjusted-close"
    case .noDateColumn: "no-date-column"
    case .duplicateColumn: "duplicate-column"
    case .wrongSeparator: "wrong-separator"
    case .noValues: "no-values"
    }
  }
}
