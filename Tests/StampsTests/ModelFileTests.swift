// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import Stamps
import SystemPackage
import Testing

@Suite struct ModelFileTests {
  @Test func writesASidecarBesideAnyOtherFile() throws {
    let scratch = try Scratch()
    let model = try scratch.write("m.pkl", [0x80, 0x04, 0x2e])
    let stamp = try Examples.stamp()
    let record = try ModelFile.stamp(model, to: model, with: stamp)
    #expect(record.format == "file")
    #expect(record.stamp == stamp)
    #expect(record.placement == .sidecar(scratch.path.appending("m.pkl.modelgate.json")))
    #expect(record.payloadDigest == record.fileDigest)
    #expect(try scratch.read(model) == [0x80, 0x04, 0x2e])
    #expect(try ModelFile.inspect(model) == record)
    let stripped = try ModelFile.strip(model, to: model)
    #expect(stripped.placement == .none)
    #expect(try scratch.names() == ["m.pkl"])
  }

  @Test func copiesAModelThatGetsItsStampElsewhere() throws {
    let scratch = try Scratch()
    let model = try scratch.write("m.pkl", [1, 2, 3])
    let target = scratch.path.appending("out.pkl")
    try ModelFile.stamp(model, to: target, with: Examples.stamp())
    #expect(try scratch.read(target) == [1, 2, 3])
    #expect(try scratch.names() == ["m.pkl", "out.pkl", "out.pkl.modelgate.json"])
  }

  @Test func refusesTheSidecarOfOtherBytes() throws {
    let scratch = try Scratch()
    let model = try scratch.write("m.pkl", [1])
    try ModelFile.stamp(model, to: model, with: Examples.stamp())
    try scratch.write("m.pkl", [2])
    let error = #expect(throws: ModelFileError.self) { try ModelFile.inspect(model) }
    guard case .foreignSidecar = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    try ModelFile.stamp(model, to: model, with: Examples.stamp())
    #expect(try ModelFile.inspect(model).stamp != nil)
  }

  @Test(arguments: [
    "", "[]", "{}", #"{"stamp":{}}"#, #"{"fileDigest":"x","payloadDigest":"x","stamp":{"a":1}}"#,
    #"{"a":1,"a":1}"#, String(repeating: "[", count: 10_000),
  ])
  func neitherTrustsNorRemovesAFileThatIsNoSidecar(_ text: String) throws {
    let scratch = try Scratch()
    let model = try scratch.write("m.pkl", [1])
    try scratch.write("m.pkl.modelgate.json", Array(text.utf8))
    #expect(throws: ModelFileError.self) { try ModelFile.inspect(model) }
    #expect(throws: ModelFileError.self) { try ModelFile.strip(model, to: model) }
    #expect(try scratch.names() == ["m.pkl", "m.pkl.modelgate.json"])
  }

  @Test(arguments: [0o600, 0o644, 0o755, 0o444] as [CModeT])
  func keepsThePermissions(_ mode: CModeT) throws {
    let scratch = try Scratch()
    let permissions = FilePermissions(rawValue: mode)
    let target = scratch.path.appending("out.safetensors")
    let model = try scratch.write("m.safetensors", Examples.weights, permissions: permissions)
    try ModelFile.stamp(model, to: target, with: Examples.stamp())
    #expect(try FileStatus(target).mode & 0o777 == FileStatus(model).mode & 0o777)
  }

  @Test func refusesWhatIsNoRegularFile() throws {
    let scratch = try Scratch()
    try scratch.write("m.onnx", Examples.onnx)
    let others = [
      scratch.path: FileStatus.Kind.directory,
      try scratch.link("link.onnx", to: "m.onnx"): .symbolicLink,
      try scratch.makeFIFO("fifo.onnx"): .special,
    ]
    for (path, kind) in others {
      let error = #expect(throws: ModelFileError.self) { try ModelFile.inspect(path) }
      #expect(error?.message == "'\(path)' is a \(kind.rawValue), not a model file")
      let target = scratch.path.appending("m.onnx")
      #expect(throws: ModelFileError.self) {
        try ModelFile.stamp(target, to: path, with: Examples.stamp())
      }
    }
    #expect(try FileStatus(scratch.path.appending("link.onnx")).kind == .symbolicLink)
  }

  @Test(arguments: ["m.safetensors", "m.onnx", "m.pkl"])
  func refusesAnEmptyFile(_ name: String) throws {
    let scratch = try Scratch()
    let model = try scratch.write(name, [])
    let error = #expect(throws: ModelFileError.self) { try ModelFile.inspect(model) }
    #expect(error?.message == "'\(model)' is empty")
  }

  @Test func saysThatAFileIsMissing() throws {
    let scratch = try Scratch()
    let error = #expect(throws: ModelFileError.self) {
      try ModelFile.inspect(scratch.path.appending("m.onnx"))
    }
    #expect(error?.message.contains("No such file") == true)
    #expect(error?.status == .couldNotJudge)
  }

  @Test(arguments: ["out.safetensors", "out.onnx"])
  func refusesATargetWhoseNamePromisesAnotherFormat(_ name: String) throws {
    let scratch = try Scratch()
    let target = scratch.path.appending(name)
    for model in [Examples.weights, Examples.onnx, [1, 2, 3]] {
      let source = try scratch.write("model", model)
      if name.hasSuffix(try ModelFile.inspect(source).format) { continue }
      #expect(throws: ModelFileError.self) {
        try ModelFile.stamp(source, to: target, with: Examples.stamp())
      }
    }
    #expect(try scratch.names() == ["model"])
  }

  @Test func refusesAStampThatIsNoneButRemovesIt() throws {
    let scratch = try Scratch()
    let header = #"{"__metadata__":{"modelgate.commit":"main"}}"#
    let model = try scratch.write("m.safetensors", Examples.safetensors(header))
    let error = #expect(throws: ModelFileError.self) { try ModelFile.inspect(model) }
    #expect(error?.message.contains("lacks 'modelgate.version'") == true)
    try ModelFile.strip(model, to: model)
    #expect(try ModelFile.inspect(model).stamp == nil)
  }

  @Test func keepsAFileWhoseNameIsNotUTF8() throws {
    let scratch = try Scratch()
    let model = FilePath(rawBytes: scratch.path.byteArray + [0x2f, 0xff, 0x2e, 0x78])
    try AtomicFile.write([1], to: model)
    try ModelFile.stamp(model, to: model, with: Examples.stamp())
    #expect(try ModelFile.inspect(model).stamp != nil)
  }
}
