// SPDX-License-Identifier: Apache-2.0

/// Numbers of bytes for people.
public enum ByteCount {
  private static let units = ["kB", "MB", "GB", "TB", "PB", "EB"]

  /// Decimal units with one digit after the point: `999 bytes`, `1.0 kB`, `4.2 GB`.
  public static func text(_ count: Int64) -> String {
    guard count >= 1000 else { return count == 1 ? "1 byte" : "\(count) bytes" }
    var tenths = count / 100
    var unit = 0
    while tenths >= 10_000, unit < units.count - 1 {
      tenths /= 1000
      unit += 1
    }
    return "\(tenths / 10).\(tenths % 10) \(units[unit])"
  }
}
