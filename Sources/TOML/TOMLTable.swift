// SPDX-License-Identifier: Apache-2.0

/// A table while its document is read; headers and dotted keys come back to it.
final class TOMLTable {
  /// What stands under a key.
  enum Slot {
    /// A value that is complete.
    case value(TOMLValue)
    /// A table that may grow.
    case table(TOMLTable)
    /// An array of tables, of which the last may grow.
    case tables([TOMLTable])
  }

  /// Who may not define the table again.
  enum Origin: Equatable {
    /// It was passed through on the way to another: a header may still define it.
    case passing
    /// A header defined it.
    case header
    /// Dotted keys below a header, by that header's number, defined it.
    case dotted(section: Int)
  }

  private var slots: [String: Slot] = [:]
  var origin = Origin.passing

  /// Sets a value; false when the key is taken.
  func set(_ key: String, _ value: TOMLValue) -> Bool {
    guard slots[key] == nil else { return false }
    slots[key] = .value(value)
    return true
  }

  /// The table under a key, made when there is none; nil when something else stands there.
  ///
  /// Of an array of tables that is the last one, which only headers may reach.
  func child(_ key: String, reachesArrays: Bool) -> TOMLTable? {
    switch slots[key] {
    case .table(let table): return table
    case .tables(let tables): return reachesArrays ? tables.last : nil
    case .value: return nil
    case nil:
      let table = TOMLTable()
      slots[key] = .table(table)
      return table
    }
  }

  /// A further table of an array; nil when something else stands there.
  func append(_ key: String) -> TOMLTable? {
    let table = TOMLTable()
    switch slots[key] {
    case nil: slots[key] = .tables([table])
    case .tables(var tables):
      slots[key] = nil
      tables.append(table)
      slots[key] = .tables(tables)
    case .value, .table: return nil
    }
    return table
  }

  /// The table as a value.
  var value: TOMLValue {
    .table(
      slots.mapValues { slot in
        switch slot {
        case .value(let value): value
        case .table(let table): table.value
        case .tables(let tables): .array(tables.map(\.value))
        }
      })
  }
}
