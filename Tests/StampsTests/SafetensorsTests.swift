// SPDX-License-Identifier: Apache-2.0

import Digests
import Findings
import Stamps
import SystemPackage
import Testing

@Suite struct SafetensorsTests {
  private static let tensor = #"{"dtype":"U8","shape":[1],"data_offsets":[0,1]}"#

  @Test func carriesTheStampAndKeepsEverythingElse() throws {
    let scratch = try Scratch()
    let model = try scratch.write("m.safetensors", Examples.weights)
    let before = try ModelFile.inspect(model)
    #expect(before.stamp == nil)
    #expect(before.placement == .none)

    let stamp = try Examples.stamp()
    let written = try ModelFile.stamp(model, to: model, with: stamp)
    #expect(written.stamp == stamp)
    #expect(written.placement == .embedded)
    #expect(written.payloadDigest == before.payloadDigest)
    #expect(written.fileDigest == .of(try scratch.read(model)))
    #expect(try ModelFile.inspect(model) == written)
    #expect(try scratch.names() == ["m.safetensors"])
  }

  @Test func stampingTwiceIsStampingOnce() throws {
    let scratch = try Scratch()
    let model = try scratch.write("m.safetensors", Examples.weights)
    let once = scratch.path.appending("once.safetensors")
    let twice = scratch.path.appending("twice.safetensors")
    try ModelFile.stamp(model, to: once, with: Examples.stamp())
    try ModelFile.stamp(once, to: twice, with: Examples.stamp(pipeline: "other"))
    try ModelFile.stamp(twice, to: twice, with: Examples.stamp())
    #expect(try scratch.read(once) == scratch.read(twice))
  }

  @Test func stripsToTheBytesThatThePayloadDigestNames() throws {
    let scratch = try Scratch()
    let model = try scratch.write("m.safetensors", Examples.weights)
    let payload = try ModelFile.stamp(model, to: model, with: Examples.stamp()).payloadDigest
    let stripped = try ModelFile.strip(model, to: model)
    #expect(stripped.stamp == nil)
    #expect(stripped.payloadDigest == payload)
    #expect(Digest.of(try scratch.read(model)) == payload)
    // The canonical form, spelled out.
    let header = """
      {"__metadata__":{"author":"zoë","format":"pt"},\
      "a":{"data_offsets":[8,11],"dtype":"U8","shape":[3]},\
      "b":{"data_offsets":[0,8],"dtype":"F32","shape":[2]}}
      """
    let padding = String(repeating: " ", count: -header.utf8.count & 7)
    #expect(
      try scratch.read(model)
        == Examples.safetensors(header + padding, [0, 0, 128, 63, 0, 0, 0, 64, 7, 8, 9]))
  }

  /// Equal models that differ in the order of names, in escapes, in padding, and in what stands for
  /// no metadata.
  @Test(arguments: [
    (
      #"{"a":\#(tensor),"__metadata__":{"x":"é","y":"/"}}"#,
      #"{"__metadata__":{"y":"\/","x":"\u00e9"},"a":\#(tensor)}     "#
    ),
    (#"{"a":\#(tensor)}"#, #"{"__metadata__":{},"a":\#(tensor)}"#),
    (#"{"a":\#(tensor)}"#, "{\"__metadata__\":null,\n\"a\":\(tensor)}\n"),
    (
      #"{"a":\#(tensor)}"#,
      #"{"a":{"shape":[1],"data_offsets":[0,1],"dtype":"U8"},"__metadata__":{"modelgate.x":"1"}}"#
    ),
  ])
  func equalModelsHaveEqualPayloads(_ left: String, _ right: String) throws {
    let scratch = try Scratch()
    let first = try scratch.write("1.safetensors", Examples.safetensors(left, [7]))
    let second = try scratch.write("2.safetensors", Examples.safetensors(right, [7]))
    #expect(
      try ModelFile.strip(first, to: first).payloadDigest
        == ModelFile.strip(second, to: second).payloadDigest)
  }

  @Test(
    arguments: [
      (#"{"a":\#(tensor)}"#, [8]), (#"{"b":\#(tensor)}"#, [7]),
      (#"{"__metadata__":{"x":"1"},"a":\#(tensor)}"#, [7]),
      (#"{"a":{"dtype":"I8","shape":[1],"data_offsets":[0,1]}}"#, [7]),
      (#"{"a":{"dtype":"U8","shape":[1,1],"data_offsets":[0,1]}}"#, [7]),
    ] as [(String, [UInt8])])
  func otherModelsHaveOtherPayloads(_ header: String, _ data: [UInt8]) throws {
    let scratch = try Scratch()
    let other = try scratch.write("1.safetensors", Examples.safetensors(header, data))
    let model = try scratch.write(
      "2.safetensors", Examples.safetensors(#"{"a":\#(Self.tensor)}"#, [7]))
    #expect(
      try ModelFile.inspect(other).payloadDigest != ModelFile.inspect(model).payloadDigest)
  }

  @Test func isRecognisedByItsContent() throws {
    let scratch = try Scratch()
    let model = try scratch.write("weights", Examples.weights)
    #expect(try ModelFile.inspect(model).format == "safetensors")
  }

  @Test func alignsTheDataWhateverTheInput() throws {
    let scratch = try Scratch()
    for padding in 0..<9 {
      let header = #"{"a":\#(Self.tensor)}"# + String(repeating: " ", count: padding)
      let model = try scratch.write("m.safetensors", Examples.safetensors(header, [7]))
      try ModelFile.stamp(model, to: model, with: Examples.stamp())
      #expect(try scratch.read(model).count % 8 == 1)
    }
  }

  @Test(
    arguments: [
      ("shorter than the length", [1, 2, 3]),
      (
        "claims 9223372036854775808 bytes; readers take",
        Examples.safetensors(length: 1 << 63, "{}", [])
      ),
      ("claims 100000001 bytes; readers", Examples.safetensors(length: 100_000_001, "{}", [])),
      ("claims 3 bytes, of which 2", Examples.safetensors(length: 3, "{}", [])),
      ("does not begin with '{'", Examples.safetensors("")),
      ("does not begin with '{'", Examples.safetensors(" {}")),
      ("something follows", Examples.safetensors("{}\0")),
      ("not JSON", Examples.safetensors(#"{"a""#)),
      ("nested deeper", Examples.safetensors(#"{"a":"# + String(repeating: "[", count: 100_000))),
      ("not UTF-8", Examples.safetensors(#"{"a":""#).replacing([0x61], with: [0xff])),
      ("'a' appears twice", Examples.safetensors(#"{"a":\#(tensor),"a":\#(tensor)}"#, [7])),
      ("'__metadata__' is not an object", Examples.safetensors(#"{"__metadata__":[]}"#)),
      ("metadata 'x' is not a string", Examples.safetensors(#"{"__metadata__":{"x":1}}"#)),
      ("'a' is not an object", Examples.safetensors(#"{"a":[]}"#)),
      ("last 1 bytes belong to no tensor", Examples.safetensors("{}", [7])),
      ("need 1 bytes, of which 0 are there", Examples.safetensors(#"{"a":\#(tensor)}"#)),
    ] as [(String, [UInt8])])
  func namesTheDefectOfTheFile(_ reason: String, _ bytes: [UInt8]) throws {
    try Self.expectRefusal(reason, bytes)
  }

  @Test(arguments: [
    ("dtype of the tensor 'a' is unknown: 'U9'", #""dtype":"U9","shape":[1],"data_offsets":[0,1]"#),
    ("dtype of the tensor 'a' is unknown: none", #""shape":[1],"data_offsets":[0,1]"#),
    ("shape of the tensor 'a' is not a list", #""dtype":"U8","shape":1,"data_offsets":[0,1]"#),
    ("shape of the tensor 'a' is not a list", #""dtype":"U8","shape":[1.0],"data_offsets":[0,1]"#),
    ("shape of the tensor 'a' is not a list", #""dtype":"U8","shape":[-0],"data_offsets":[0,1]"#),
    (
      "shape of the tensor 'a' overflows",
      #""dtype":"F64","shape":[2305843009213693952],"data_offsets":[0,1]"#
    ),
    (
      "shape of the tensor 'a' overflows",
      #""dtype":"U8","shape":[9223372036854775808,4,0],"data_offsets":[0,0]"#
    ),
    ("two byte positions", #""dtype":"U8","shape":[1],"data_offsets":[0,1,2]"#),
    ("two byte positions", #""dtype":"U8","shape":[1],"data_offsets":[0,18446744073709551616]"#),
    ("run backwards", #""dtype":"U8","shape":[1],"data_offsets":[1,0]"#),
    (
      "has 1 bytes where its type and shape need 16",
      #""dtype":"U8","shape":[2],"data_offsets":[0,1]"#
    ),
    (
      "has 2 bytes where its type and shape need 12",
      #""dtype":"F4","shape":[3],"data_offsets":[0,2]"#
    ),
    ("bytes 0 to 1 of the data belong to no", #""dtype":"U8","shape":[1],"data_offsets":[1,2]"#),
  ])
  func namesTheDefectOfATensor(_ reason: String, _ fields: String) throws {
    try Self.expectRefusal(reason, Examples.safetensors(#"{"a":{\#(fields)}}"#, [7]))
  }

  @Test func refusesTensorsThatShareBytes() throws {
    let header = #"{"a":\#(Self.tensor),"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}"#
    try Self.expectRefusal("'b' overlaps", Examples.safetensors(header, [7, 8]))
  }

  /// The file must stay as it was, alone in its folder, whichever way it is asked for.
  private static func expectRefusal(_ reason: String, _ bytes: [UInt8]) throws {
    let scratch = try Scratch()
    let model = try scratch.write("m.safetensors", bytes)
    let error = #expect(throws: ModelFileError.self) {
      try ModelFile.stamp(model, to: model, with: Examples.stamp())
    }
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    #expect(error?.status == .refused)
    #expect(try scratch.read(model) == bytes)
    #expect(try scratch.names() == ["m.safetensors"])
  }
}
