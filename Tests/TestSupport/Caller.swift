// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The environment of the process that runs the tests; no child inherits it.
enum Caller {
  static func variable(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  /// Whether a switch is set: to anything but nothing and `0`.
  static func isSet(_ name: String) -> Bool {
    variable(name).map { !$0.isEmpty && $0 != "0" } ?? false
  }
}
