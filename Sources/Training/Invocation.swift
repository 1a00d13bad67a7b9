// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests

/// The name of one run: its time, so that names sort, and randomness, so that two never agree.
struct Invocation: Sendable, CustomStringConvertible {
  let description: String

  init(at clock: Clock) {
    let digits = (Timestamp(secondsSinceEpoch: clock.seconds)?.description ?? "").filter {
      $0 != "-" && $0 != ":"
    }
    let random = UInt32.random(in: .min ... .max)
    description =
      digits + "-" + Hex.encode((0..<4).map { UInt8(truncatingIfNeeded: random >> ($0 * 8)) })
  }
}
