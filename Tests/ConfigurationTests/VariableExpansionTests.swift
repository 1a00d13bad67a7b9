// SPDX-License-Identifier: Apache-2.0

import Findings
import Testing

@testable import Configuration

@Suite struct VariableExpansionTests {
  private let variables: [String: [UInt8]] = [
    "OUT": Array("/out $X".utf8), "BYTES": [0xff], "OUTER": Array("x".utf8),
  ]

  private func expand(_ text: String) throws -> String {
    String(decoding: try VariableExpansion.expand(text, variables: variables), as: UTF8.self)
  }

  @Test func fillsInWithoutReadingAgain() throws {
    #expect(try expand("$OUT/model") == "/out $X/model")
    #expect(try expand("${OUT}ER") == "/out $XER")
    #expect(try expand("$OUTER") == "x")
    #expect(try expand("a$$OUT$$$OUTER") == "a$OUT$x")
    #expect(try expand("plain; `x` \\ ~ *") == "plain; `x` \\ ~ *")
    #expect(try VariableExpansion.expand("a$BYTES", variables: variables) == [0x61, 0xff])
  }

  @Test(arguments: [
    "$", "a$", "$ x", "${", "${OUT", "${}", "$1", "${1A}", "$(x)", "${OUT:-x}", "$é",
  ])
  func refusesWhatIsNoVariable(_ text: String) {
    #expect(throws: VariableExpansion.Failure.self) { try expand(text) }
  }

  @Test func namesWhatIsUnknown() {
    #expect {
      try expand("$OUTT")
    } throws: { error in
      let failure = error as? VariableExpansion.Failure
      return failure?.message == "'$OUTT' uses the unknown variable 'OUTT'; did you mean 'OUT'?"
        && failure?.hints == ["the variables here are BYTES, OUT, OUTER"]
    }
  }

  @Test func suggestsOnlyWhatIsNear() {
    #expect(Suggestion.nearest(to: "piplines", among: ["pipelines", "data"]) == "pipelines")
    #expect(Suggestion.nearest(to: "dtaa", among: ["pipelines", "data"]) == "data")
    #expect(Suggestion.nearest(to: "Gate", among: ["gate", "data"]) == "gate")
    #expect(Suggestion.nearest(to: "ports", among: ["pipelines", "data"]) == nil)
    #expect(Suggestion.nearest(to: String(repeating: "x", count: 100_000), among: ["x"]) == nil)
  }
}
