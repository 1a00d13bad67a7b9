// SPDX-License-Identifier: Apache-2.0

import Attestation
import Files
import Findings
import SystemPackage
import TestSupport
import Testing

@Suite struct EnvelopeLinesTests {
  static func envelope(_ text: String) throws -> Envelope {
    try Envelope.signing(payload: Array(text.utf8), payloadType: "t", with: Examples.key)
  }

  @Test func namesForeignLines() throws {
    let text =
      try Self.envelope("a").encoded() + Array("\n\n# note\r\n".utf8)
      + Self.envelope("b").encoded()
    let lines = try EnvelopeLines(parsing: text)
    #expect(lines.envelopes.map(\.line) == [1, 4])
    #expect(
      lines.envelopes.map { String(decoding: $0.envelope.payload, as: UTF8.self) } == ["a", "b"])
    #expect(lines.foreignLines.map(\.line) == [3])
  }

  @Test func appends() async throws {
    try await ScratchFolder.with { folder in
      let path = folder.appending("model.intoto.jsonl")
      for name in ["a", "b", "c"] { try EnvelopeLines.append(try Self.envelope(name), to: path) }
      let lines = try EnvelopeLines(file: path)
      #expect(lines.envelopes.map(\.line) == [1, 2, 3])
      #expect(lines.foreignLines.isEmpty)
    }
  }

  @Test func appendsAfterALineThatIsNotEnded() async throws {
    try await ScratchFolder.with { folder in
      let path = folder.appending("model.intoto.jsonl")
      try AtomicFile.write(try Self.envelope("a").encoded(), to: path)
      try EnvelopeLines.append(try Self.envelope("b"), to: path)
      #expect(try EnvelopeLines(file: path).envelopes.map(\.line) == [1, 2])
    }
  }

  @Test func keepsForeignLinesWhenAppending() async throws {
    try await ScratchFolder.with { folder in
      let path = folder.appending("model.intoto.jsonl")
      try AtomicFile.write(Array("future format\n".utf8), to: path)
      try EnvelopeLines.append(try Self.envelope("b"), to: path)
      #expect(try SmallFile.read(path, limit: 1 << 20).starts(with: Array("future format\n{".utf8)))
    }
  }

  @Test func refusesTooManyLines() {
    let text = [UInt8](repeating: UInt8(ascii: "\n"), count: EnvelopeLines.lineLimit + 1)
    #expect(throws: AttestationError.self) { try EnvelopeLines(parsing: text) }
  }

  @Test func saysThatTheFileIsMissing() {
    let error = #expect(throws: AttestationError.self) {
      try EnvelopeLines(file: "/nonexistent/model.intoto.jsonl")
    }
    #expect(error?.status == .couldNotJudge)
  }
}
