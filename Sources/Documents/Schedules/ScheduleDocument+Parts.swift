public import Margin
public import Text

extension ScheduleDocument.Period {
  @inlinable @inline(__always) var json: JSON {
    .object(["count": .integer(count), "unit": .string(unit.rawValue)])
  }
}

extension ScheduleDocument.PriceShares {
  @inlinable @inline(__always) var json: JSON {
    .object([
      "initialMargin": .number(initialMargin), "maintenanceMargin": .number(maintenanceMargin),
    ])
  }
}
