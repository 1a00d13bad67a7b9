// SPDX-License-Identifier: Apache-2.0

import Files

/// The time of day, UTC.
struct Clock: Sendable {
  /// Since 1970-01-01T00:00:00Z.
  let nanoseconds: Int64

  /// The time now.
  static var now: Clock { Clock(nanoseconds: Program.nanosecondsSinceEpoch) }

  /// Whole seconds since the epoch.
  var seconds: Int64 { nanoseconds / 1_000_000_000 }
}
