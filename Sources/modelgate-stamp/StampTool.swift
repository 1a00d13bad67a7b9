// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ToolSupport

@main
struct StampTool: ToolRoot {
  static let toolName = "modelgate-stamp"
  static let configuration = CommandConfiguration(
    commandName: toolName,
    abstract: "Read, write, sign and remove the provenance of model files.",
    discussion: """
      safetensors and ONNX files carry the stamp inside; every other file gets a sidecar, \
      MODEL.modelgate.json. `modelgate build` stamps by itself: this is for models that were \
      trained elsewhere, and for looking.
      """,
    version: Version.current,
    subcommands: [
      ReadStamp.self, WriteStamp.self, SignModel.self, StripStamp.self, DigestModel.self,
    ])
}
