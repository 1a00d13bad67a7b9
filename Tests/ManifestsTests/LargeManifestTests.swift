// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Manifests
import Testing

/// A manifest that is checked on all processors says the same as one that is read line by line.
@Suite struct LargeManifestTests {
  private static let digest = Digest.of(Array("a".utf8)).hex
  /// More than 1 MiB.
  private static let count = 14_000

  private var lines: [String] {
    (0..<Self.count).map { number in
      let text = String(number)
      let padded = String(repeating: "0", count: 6 - text.count) + text
      return "\(Self.digest)  folder \(padded.prefix(4))/file \(padded)"
    }
  }

  private func parse(_ lines: [String]) throws(ManifestError) -> NativeManifest {
    try NativeManifest(parsing: Array((lines.joined(separator: "\n") + "\n").utf8))
  }

  /// The places of some lines, with those where the text is divided.
  private static let places: [Int] = [
    0, 1, count / 16 - 1, count / 16, count / 16 + 1, count / 2 - 1, count / 2, count / 2 + 1,
    count - 2,
  ]

  @Test func findsEveryLine() throws {
    let lines = lines
    let manifest = try parse(lines)
    #expect(manifest.count == Self.count)
    #expect(manifest.bytes.count > 1 << 20)
    for place in Self.places {
      #expect(lines[place].hasSuffix("  \(manifest[place].path)"))
      #expect(manifest[place].digest.hex == Self.digest)
    }
  }

  @Test func takesNamesThatAreLookedAtMoreClosely() throws {
    var lines = lines
    lines[700] += "/.hidden"
    lines[9000] = "\\\(lines[9000])\\n"
    let manifest = try parse(lines)
    #expect(manifest[700].path.bytes.suffix(8).elementsEqual("/.hidden".utf8))
    #expect(manifest[9000].path.bytes.last == 0x0a)
  }

  @Test(arguments: places) func tellsWhichLineIsWrong(_ place: Int) {
    for (change, shift, reason) in Self.changes {
      var changed = lines
      change(&changed, place)
      do throws(ManifestError) {
        _ = try parse(changed)
        Issue.record("\(reason) at \(place) was taken")
      } catch {
        #expect(error.line == place + shift, "\(reason)")
        #expect(error.reason.contains(reason), "\(error.reason)")
      }
    }
  }

  /// What is done to a line, how far the line that is named is from it, and why it is refused.
  private static let changes: [(@Sendable (inout [String], Int) -> Void, Int, String)] = [
    ({ $0[$1] = $0[$1 + 1] }, 2, "listed twice"),
    ({ $0.swapAt($1, $1 + 1) }, 2, "not sorted"),
    ({ $0[$1] += "/../x" }, 1, "'..'"),
    ({ $0[$1] = $0[$1].uppercased() }, 1, "lower-case"),
    ({ $0[$1] += "\t" }, 1, "control byte 9"),
  ]
}
