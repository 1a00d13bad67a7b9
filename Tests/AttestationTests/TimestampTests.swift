// SPDX-License-Identifier: Apache-2.0

import Attestation
import TestSupport
import Testing

@Suite struct TimestampTests {
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
      (951_782_400, "2000-02-29T00:00:00Z"),
      (4_107_542_399, "2100-02-28T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
      (-62_167_219_200, "0000-01-01T00:00:00Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
    ] as [(Int64, String)])
  func writes(_ seconds: Int64, _ text: String) {
    #expect(Timestamp(secondsSinceEpoch: seconds)?.description == text)
    #expect(Timestamp(text)?.description == text)
  }

  @Test func hasNoTextBeyondFourDigitsOfYears() {
    for seconds in [Int64.min, -62_167_219_201, 253_402_300_800, .max] {
      #expect(Timestamp(secondsSinceEpoch: seconds) == nil)
    }
  }

  @Test(arguments: ["2024-02-29T23:59:60Z", "2026-01-01T00:00:00.123456789+05:30"])
  func accepts(_ text: String) {
    #expect(Timestamp(text) != nil)
  }

  @Test(arguments: [
    "", "2026", "2026-01-01", "2026-01-01 00:00:00Z", "2026-01-01T00:00:00", "2026-13-01T00:00:00Z",
    "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-00-01T00:00:00Z",
    "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z",
    "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567890Z", "2026-01-01T00:00:00+24:00",
    "2026-01-01T00:00:00Z ", "+026-01-01T00:00:00Z", "2026-1-01T00:00:00Z",
    "٢٠٢٦-01-01T00:00:00Z",
  ])
  func refuses(_ text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test(.enabled(if: PythonPeer.isInstalled, "needs the Python peer"))
  func agreesWithPython() async throws {
    var generator = SeededGenerator(seed: 5)
    let seconds = (0..<1000).map { _ in
      Int64.random(in: -62_135_596_800...253_402_300_799, using: &generator)
    }
    let script = """
      import sys
      from datetime import datetime, timedelta
      for line in sys.stdin:
          print((datetime(1970, 1, 1) + timedelta(seconds=int(line))).isoformat() + "Z")
      """
    let input = seconds.map(String.init).joined(separator: "\n")
    let output = try await PythonPeer.run(script, input: Array(input.utf8))
    let ours = seconds.map { Timestamp(secondsSinceEpoch: $0)?.description }
    #expect(output.split(separator: "\n").map(String.init) == ours)
  }
}
