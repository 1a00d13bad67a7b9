// SPDX-License-Identifier: Apache-2.0

import Digests
import Findings
import Stamps
import SystemPackage
import Testing

@Suite struct ONNXTests {
  @Test func appendsTheStampAndTakesItAway() throws {
    let scratch = try Scratch()
    let model = try scratch.write("m.onnx", Examples.onnx + Examples.onnxAuthor)
    let before = try ModelFile.inspect(model)
    #expect(before.payloadDigest == before.fileDigest)
    let stamped = try ModelFile.stamp(model, to: model, with: Examples.stamp())
    #expect(stamped.stamp == (try Examples.stamp()))
    #expect(stamped.payloadDigest == before.payloadDigest)
    #expect(stamped.fileDigest != before.fileDigest)
    #expect(try scratch.read(model).starts(with: Examples.onnx + Examples.onnxAuthor))
    #expect(try ModelFile.inspect(model) == stamped)
    try ModelFile.strip(model, to: model)
    #expect(try scratch.read(model) == Examples.onnx + Examples.onnxAuthor)
  }

  @Test func stampingAgainLeavesNothingOfTheFirst() throws {
    let scratch = try Scratch()
    let model = try scratch.write("m.onnx", Examples.onnx)
    let other = try scratch.write("o.onnx", Examples.onnx)
    try ModelFile.stamp(model, to: model, with: Examples.stamp(pipeline: "other"))
    try ModelFile.stamp(model, to: model, with: Examples.stamp())
    try ModelFile.stamp(other, to: other, with: Examples.stamp())
    #expect(try scratch.read(model) == scratch.read(other))
  }

  /// A library that saves the model again may put the fields in any order.
  @Test func findsEntriesWhereverTheyStand() throws {
    let scratch = try Scratch()
    let model = try scratch.write("m.onnx", Examples.onnx)
    try ModelFile.stamp(model, to: model, with: Examples.stamp())
    let entries = try scratch.read(model).dropFirst(Examples.onnx.count)
    try scratch.write("m.onnx", entries + Examples.onnxAuthor + Examples.onnx)
    #expect(try ModelFile.inspect(model).stamp == Examples.stamp())
    try ModelFile.strip(model, to: model)
    #expect(try scratch.read(model) == Examples.onnxAuthor + Examples.onnx)
  }

  @Test func isRecognisedByItsContentUnlessAFieldIsUnknown() throws {
    let scratch = try Scratch()
    let model = try scratch.write("model", Examples.onnx)
    #expect(try ModelFile.inspect(model).format == "onnx")
    // Field 9999, which protobuf readers pass over.
    let unknown: [UInt8] = [0xf8, 0xf0, 0x04, 0x01]
    let future = try scratch.write("future", Examples.onnx + unknown)
    #expect(try ModelFile.inspect(future).format == "file")
    let named = try scratch.write("future.ONNX", Examples.onnx + unknown)
    #expect(try ModelFile.inspect(named).format == "onnx")
    let error = #expect(throws: ModelFileError.self) {
      try ModelFile.stamp(named, to: future, with: Examples.stamp())
    }
    #expect(error?.message == "'\(future)' would not be recognised as onnx under this name")
  }

  @Test(
    arguments: [
      ("no ir_version", [0x3a, 0x00]), ("no graph", [0x08, 0x08]),
      ("ir_version is 0", [0x08, 0x00, 0x3a, 0x00]),
      ("two graphs", Examples.onnx + [0x3a, 0x00]),
      ("field 7 at byte 82 has a wrong type", Examples.onnx + [0x38, 0x00]),
      ("field at byte 82 claims 5 bytes, of which 1", Examples.onnx + [0x3a, 0x05, 0x00]),
      ("field at byte 82 is cut off", Examples.onnx + [0x15, 0x00]),
      ("number at byte 83 is cut off", Examples.onnx + [0x08, 0x80]),
      ("longer than 64 bits", Examples.onnx + [0x08] + Array(repeating: 0xff, count: 11)),
      (
        "claims 9223372036854775808 bytes",
        Examples.onnx + [0x12] + Array(repeating: 0x80, count: 9) + [0x01]
      ),
      (
        "claims 9223372036854775807 bytes",
        Examples.onnx + [0x12] + Array(repeating: 0xff, count: 8) + [0x7f]
      ),
      ("has the wire type 3", Examples.onnx + [0x0b]),
      ("has the wire type 7", Examples.onnx + [0x0f]),
      ("byte 82 is not the tag", Examples.onnx + [0x00, 0x00]),
      (
        "byte 82 is not the tag",
        Examples.onnx + Array("PK\u{5}\u{6}".utf8).map { $0 | 0x80 } + [0x7f]
      ),
      (
        "metadata entry at byte 84 is ambiguous",
        Examples.onnx + [0x72, 0x04, 0x0a, 0x00, 0x0a, 0x00]
      ),
      (
        "is not UTF-8",
        Examples.onnx + [0x72, 0x0d, 0x0a, 0x0b] + Array("modelgate.".utf8) + [0xff]
      ),
      ("pickle", Array("\u{2}pickle".utf8)),
    ] as [(String, [UInt8])])
  func namesTheDefect(_ reason: String, _ bytes: [UInt8]) throws {
    let scratch = try Scratch()
    let model = try scratch.write("m.onnx", bytes)
    let error = #expect(throws: ModelFileError.self) {
      try ModelFile.stamp(model, to: model, with: Examples.stamp())
    }
    if reason != "pickle" {
      #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }
    #expect(error?.status == .refused)
    #expect(try scratch.read(model) == bytes)
    #expect(try scratch.names() == ["m.onnx"])
  }

  @Test func refusesGraphsInGraphsWithoutEnd() throws {
    var graph: [UInt8] = []
    // graph { node { attribute { g: graph } } }, length by length from the inside.
    for _ in 0..<60 {
      for tag: UInt8 in [0x32, 0x2a, 0x0a] { graph = [tag] + Self.length(graph) + graph }
    }
    let scratch = try Scratch()
    let model = try scratch.write("m.onnx", [0x08, 0x08, 0x3a] + Self.length(graph) + graph)
    let error = #expect(throws: ModelFileError.self) { try ModelFile.inspect(model) }
    #expect(error?.message.contains("nested deeper than 100 levels") == true)
  }

  private static func length(_ bytes: [UInt8]) -> [UInt8] {
    var rest = bytes.count
    var result: [UInt8] = []
    while rest >= 0x80 {
      result.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    return result + [UInt8(rest)]
  }
}
