// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Waits a moment, each time another one, so that writers do not meet again and again.
enum Pause {
  static func short() { _ = usleep(.random(in: 1000...5000)) }
}
