// SPDX-License-Identifier: Apache-2.0

import Digests
import Stamps
import Testing

@Suite struct StampTests {
  @Test func readsWhatItWrites() throws {
    let stamp = try Examples.stamp(extras: [StampEntry("modelgate.later", "1")])
    #expect(try Stamp(keyValues: stamp.keyValues.reversed()) == stamp)
  }

  @Test func writesTheKeysOfTheContractInTheirOrder() throws {
    let stamp = try Examples.stamp()
    #expect(
      stamp.keyValues.map(\.key) == [
        "modelgate.version", "modelgate.commit", "modelgate.tree", "modelgate.repository",
        "modelgate.pipeline", "modelgate.data", "modelgate.dependencies", "modelgate.build",
      ])
    #expect(
      stamp.keyValues[6].value == #"{"requirements.lock":"\#(Digest.of([3]))"}"#)
  }

  @Test func leavesOutWhatItDoesNotKnow() throws {
    let stamp = try Stamp(
      version: "1.2.3-beta.1", commit: ObjectID(hashing: [], type: "commit"),
      tree: ObjectID(hashing: [], type: "tree"), data: [:])
    #expect(stamp.keyValues.count == 5)
    #expect(try Stamp(keyValues: stamp.keyValues) == stamp)
  }

  @Test func namesEveryMissingKey() throws {
    let entries = try Examples.stamp().keyValues.filter {
      $0.key != "modelgate.tree" && $0.key != "modelgate.data"
    }
    #expect(throws: StampError.missing(["modelgate.tree", "modelgate.data"])) {
      try Stamp(keyValues: entries)
    }
  }

  @Test(arguments: ["modelgate.commit", "modelgate.later"])
  func refusesAKeyThatComesTwice(_ key: String) throws {
    let stamp = try Examples.stamp(extras: [StampEntry("modelgate.later", "1")])
    let again = stamp.keyValues + [StampEntry(key, "1")]
    #expect(throws: StampError.duplicate(key)) { try Stamp(keyValues: again) }
  }

  @Test(arguments: ["2.0.0", "99.1"])
  func refusesAStampFromTheFuture(_ version: String) throws {
    #expect(throws: StampError.unsupportedVersion(version)) {
      try Stamp(keyValues: Self.replacing("modelgate.version", version))
    }
  }

  @Test(arguments: [
    ("modelgate.version", ""), ("modelgate.version", "v1"), ("modelgate.version", "1 "),
    ("modelgate.version", "99999999999999999999.0"), ("modelgate.commit", "HEAD"),
    ("modelgate.tree", String(repeating: "z", count: 40)), ("modelgate.pipeline", ""),
    ("modelgate.build", "\u{1b}[2J"), ("modelgate.repository", "a\u{202e}b"),
    ("modelgate.data", "churn"), ("modelgate.data", "[]"), ("modelgate.data", #"{"a":1}"#),
    ("modelgate.data", #"{"a":"sha256:00"}"#), ("modelgate.data", #"{"a":{"b":{}}}"#),
    ("modelgate.data", #"{"a":"md5:d41d8cd98f00b204e9800998ecf8427e"}"#),
    ("modelgate.dependencies", #"{"a":"\#(Digest.of([]))","a":"\#(Digest.of([]))"}"#),
    ("modelgate.dependencies", #"{"a\n":"\#(Digest.of([]))"}"#),
  ])
  func refusesAValueThatIsNotWhatItsKeyStandsFor(_ key: String, _ value: String) throws {
    let error = #expect(throws: StampError.self) {
      try Stamp(keyValues: Self.replacing(key, value))
    }
    guard case .invalid(key, _) = error else {
      Issue.record("\(String(describing: error)) does not name \(key)")
      return
    }
  }

  @Test func keepsNormalizationTwinsApart() throws {
    let twins = #"{"caf\u00e9":"\#(Digest.of([1]))","cafe\u0301":"\#(Digest.of([2]))"}"#
    let stamp = try Stamp(keyValues: Self.replacing("modelgate.data", twins))
    #expect(stamp.data["caf\u{e9}"] == .of([1]))
    #expect(stamp.data["cafe\u{301}"] == .of([2]))
  }

  @Test func passesOverTheMetadataOfOthers() throws {
    let entries =
      try Examples.stamp().keyValues + [StampEntry("author", "a"), StampEntry("author", "b")]
    #expect(try Stamp(keyValues: entries) == Examples.stamp())
  }

  private static func replacing(_ key: String, _ value: String) throws -> [StampEntry] {
    try Examples.stamp().keyValues.map { $0.key == key ? StampEntry(key, value) : $0 }
  }
}
