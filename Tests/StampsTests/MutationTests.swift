// SPDX-License-Identifier: Apache-2.0

import Files
import Stamps
import SystemPackage
import Testing

/// Damaged files: whatever is read must be refused with a reason or keep its meaning.
@Suite struct MutationTests {
  @Test(arguments: ["m.safetensors", "m.onnx", "m.pkl.modelgate.json"])
  func noDamageTrapsOrCorrupts(_ name: String) throws {
    let scratch = try Scratch()
    let original = try Self.stamped(name, in: scratch)
    let file = scratch.path.appending(name)
    let model = name.hasSuffix(".json") ? scratch.path.appending("m.pkl") : file
    let target = scratch.path.appending(name.hasSuffix(".onnx") ? "t.onnx" : "t.safetensors")
    var random = SplitMix64(state: 42)
    var accepted = 0
    for _ in 0..<3000 {
      try Self.overwrite(file, Self.mutate(original, &random))
      guard let record = try? ModelFile.inspect(model) else { continue }
      accepted += 1
      if name.hasSuffix(".json") { continue }
      let again = try ModelFile.stamp(model, to: target, with: Examples.stamp())
      #expect(again.payloadDigest == record.payloadDigest)
    }
    // Some damage is harmless, else the loop above has looked at nothing but refusals.
    #expect(accepted > 0)
  }

  private static func stamped(_ name: String, in scratch: Scratch) throws -> [UInt8] {
    if name.hasSuffix(".json") {
      let model = try scratch.write("m.pkl", [1, 2, 3])
      try ModelFile.stamp(model, to: model, with: Examples.stamp())
    } else {
      let bytes = name.hasSuffix(".onnx") ? Examples.onnx + Examples.onnxAuthor : Examples.weights
      let model = try scratch.write(name, bytes)
      try ModelFile.stamp(model, to: model, with: Examples.stamp())
    }
    return try scratch.read(scratch.path.appending(name))
  }

  /// Writes in place: thousands of flushes to the disk would make the test slow.
  private static func overwrite(_ path: FilePath, _ bytes: [UInt8]) throws {
    let descriptor = try FileDescriptor.open(path, .writeOnly, options: [.truncate])
    try descriptor.closeAfter { _ = try descriptor.writeAll(bytes) }
  }

  private static func mutate(_ original: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
      case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 2: bytes.remove(at: place)
      case 3: bytes.insert(UInt8.random(in: .min ... .max, using: &random), at: place)
      default: bytes.removeLast(bytes.count - place)
      }
    }
    return bytes
  }
}

/// A seeded generator, so that a failure comes again.
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
