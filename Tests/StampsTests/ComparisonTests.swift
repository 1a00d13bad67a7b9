// SPDX-License-Identifier: Apache-2.0

import Digests
import Stamps
import SystemPackage
import Testing

/// What is said of two models that are not the same byte for byte.
@Suite struct ComparisonTests {
  private static func tensors(_ type: String, _ shape: String, _ data: [UInt8]) -> [UInt8] {
    Examples.safetensors(
      #"{"w":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[0,\#(data.count)]}}"#, data)
  }

  private func compare(_ left: [UInt8], _ right: [UInt8], as name: String = "m.safetensors")
    throws -> [ModelComparison.Difference]
  {
    let scratch = try Scratch()
    let one = try scratch.write("1-\(name)", left)
    let other = try scratch.write("2-\(name)", right)
    return try ModelComparison(one, other).differences
  }

  @Test func stampsDoNotCount() throws {
    let scratch = try Scratch()
    let plain = try scratch.write("m.safetensors", Examples.weights)
    let stamped = scratch.path.appending("s.safetensors")
    try ModelFile.stamp(plain, to: stamped, with: Examples.stamp())
    #expect(try ModelComparison(plain, stamped).isIdentical)
  }

  @Test(
    arguments: [
      ("F32", [0, 0, 128, 63], [0, 0, 0, 64], 1.0, 0.5),
      ("F16", [0, 0x3c], [0, 0x3e], 0.5, 0.5 / 1.5),
      ("F16", [1, 0], [0, 0], 0x1p-24, 1),
      ("BF16", [0x80, 0x3f], [0x80, 0xbf], 2, 2),
      ("F64", [0, 0, 0, 0, 0, 0, 0xf0, 0x3f], [0, 0, 0, 0, 0, 0, 0, 0x40], 1, 0.5),
      ("I8", [0xff], [1], 2, 2), ("U8", [0xff], [0x7f], 128, 128.0 / 255),
      ("I64", [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0, 0, 0, 0, 0, 0, 0, 0], 1, 1),
      ("F32", [0, 0, 192, 127], [0, 0, 0, 0], Double.infinity, Double.infinity),
    ] as [(String, [UInt8], [UInt8], Double, Double)])
  func saysHowFarNumbersAreApart(
    type: String, left: [UInt8], right: [UInt8], absolute: Double, relative: Double
  ) throws {
    let found = try compare(
      Self.tensors(type, "[2]", left + left), Self.tensors(type, "[2]", left + right))
    guard case .values("w", let values) = found.first else {
      Issue.record("\(found)")
      return
    }
    #expect((values.count, values.total) == (1, 2))
    #expect((values.maxAbsolute, values.maxRelative) == (absolute, relative))
  }

  @Test func aNumberThatIsNoneIsItself() throws {
    let nan: [UInt8] = [0, 0, 192, 127]
    let other: [UInt8] = [1, 0, 192, 127]
    #expect(
      try compare(Self.tensors("F32", "[1]", nan), Self.tensors("F32", "[1]", other))
        == [.structure])
  }

  @Test func namesWhatIsMissingExtraReshapedAndOpaque() throws {
    let left = Self.tensors("F32", "[2]", [0, 0, 0, 0, 0, 0, 0, 0])
    let reshaped = Self.tensors("F32", "[2,1]", [0, 0, 0, 0, 0, 0, 0, 0])
    #expect(try compare(left, reshaped) == [.shape("w", "F32 [2]", "F32 [2, 1]")])
    let named = Examples.safetensors(
      #"{"v":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, [0, 0, 0, 0, 0, 0, 0, 0])
    #expect(try compare(left, named) == [.missing("w"), .extra("v")])
    #expect(
      try compare(Self.tensors("F8_E4M3", "[1]", [1]), Self.tensors("F8_E4M3", "[1]", [2]))
        == [.bytes("w")])
  }

  @Test func namesMetadata() throws {
    let other = Examples.safetensors(
      #"{"__metadata__":{"format":"tf"},"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#, [1])
    let one = Examples.safetensors(
      #"{"__metadata__":{"format":"pt"},"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#, [1])
    #expect(try compare(one, other) == [.metadata("format")])
  }

  @Test func looksIntoONNX() throws {
    var other = Examples.onnx
    // The float 3.0 of the tensor 'w' becomes 4.0.
    let place = try #require(other.firstRange(of: [0x00, 0x00, 0x40, 0x40]))
    other.replaceSubrange(place, with: [0x00, 0x00, 0x80, 0x40])
    let found = try compare(Examples.onnx, other, as: "m.onnx")
    guard case .values("w", let values) = found.first else {
      Issue.record("\(found)")
      return
    }
    #expect((values.count, values.total, values.maxAbsolute) == (1, 2, 1))
    #expect(
      try compare(Examples.onnx, Examples.onnx + Examples.onnxAuthor, as: "m.onnx")
        == [.metadata("author")])
  }

  @Test func twoFormatsAreTwoModels() throws {
    let scratch = try Scratch()
    let one = try scratch.write("m.onnx", Examples.onnx)
    let other = try scratch.write("m.safetensors", Examples.weights)
    #expect(try ModelComparison(one, other).differences == [.format("onnx", "safetensors")])
  }

  /// Where the numbers of classic models are: lists in the attributes of nodes.
  @Test(.enabled("onnx") { await Peer.has("onnx") })
  func readsAttributesOfNodes() async throws {
    let scratch = try Scratch()
    let script = """
      import sys
      from onnx import helper, TensorProto as T
      for path, value in zip(sys.argv[1:], (0.5, 0.75)):
          node = helper.make_node("LinearRegressor", ["x"], ["y"], domain="ai.onnx.ml",
              name="fit", coefficients=[1.0, value], intercepts=[2.0], targets=1)
          tensor = helper.make_tensor("k", T.DOUBLE, [1], [value])
          graph = helper.make_graph([node], "g",
              [helper.make_tensor_value_info("x", T.FLOAT, [None, 2])],
              [helper.make_tensor_value_info("y", T.FLOAT, [None, 1])], [tensor])
          model = helper.make_model(graph, opset_imports=[helper.make_opsetid("ai.onnx.ml", 3)])
          open(path, "wb").write(model.SerializeToString())
      """
    let paths = [scratch.path.appending("1.onnx"), scratch.path.appending("2.onnx")]
    try await Peer.python(script, paths[0], paths[1])
    let names = try ModelComparison(paths[0], paths[1]).differences.map { difference in
      guard case .values(let name, let values) = difference else { return "\(difference)" }
      return "\(name) \(values.count)/\(values.total) \(values.maxAbsolute)"
    }
    #expect(names == ["fit/coefficients 1/2 0.25", "k 1/1 0.25"])
  }
}
