// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The time of day.
public enum WallClock {
  /// Whole seconds since 1970-01-01T00:00:00Z.
  public static var seconds: Int64 { Int64(time(nil)) }
}
