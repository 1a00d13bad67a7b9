// SPDX-License-Identifier: Apache-2.0

import Configuration
import Testing

@Suite struct MetricBoundTests {
  @Test(
    arguments: [
      (">= 0.80", 0.8, true), (">= 0.80", 0.79, false), ("> 0.8", 0.8, false), (">0.8", 0.81, true),
      ("<= 1e-3", 0.001, true), ("< -2", -2, false), ("<-2", -2.5, true), ("== 3", 3, true),
      ("== 3", 3.0001, false), ("0.7..0.9", 0.7, true), ("0.7 .. 0.9", 0.9, true),
      ("0.7..0.9", 0.91, false), ("-1..-0.5", -0.75, true), (".5...6", 0.55, true),
    ] as [(String, Double, Bool)])
  func holds(_ text: String, _ value: Double, _ expected: Bool) throws {
    #expect(try #require(MetricBound(text)).holds(for: value) == expected)
  }

  @Test(arguments: [">= 0", "> 0", "<= 0", "< 0", "== 0", "-1..1"])
  func neverHoldsForNaN(_ text: String) throws {
    #expect(try #require(MetricBound(text)).holds(for: .nan) == false)
  }

  @Test(
    arguments: [
      "", "0.8", ">=", "=> 0.8", "= 1", ">= nan", ">= inf", ">= 1e999", ">= 0x10", "0.9..0.7",
      "1..", "..1", "1..2..3", ">= 1 2", "≥ 1",
    ])
  func refuses(_ text: String) {
    #expect(MetricBound(text) == nil)
  }
}
