// SPDX-License-Identifier: Apache-2.0

import Findings
import Manifests
import TestSupport
import Testing

@Suite struct INIFileTests {
  @Test func readsWhatDVCWrites() throws {
    let text = """
      [core]
          remote = store   # the one that counts
          autostage = true
      ['remote "store"']
          url = ../remote
          endpointurl = "http://127.0.0.1:1/#x"
      [other]

      """
    let file = try INIFile(parsing: Array(text.utf8), style: .dvc)
    #expect(file.sections["core"] == ["remote": "store", "autostage": "true"])
    #expect(file.sections["remote \"store\""]?["url"] == "../remote")
    #expect(file.sections["remote \"store\""]?["endpointurl"] == "http://127.0.0.1:1/#x")
  }

  @Test func readsNestedKeysOfAWS() throws {
    let text = """
      [profile x]
      region = eu-central-1
      s3 =
        endpoint_url = http://localhost
        addressing_style = path
      output = json

      """
    let file = try INIFile(parsing: Array(text.utf8), style: .aws)
    #expect(file.sections["profile x"]?["s3.endpoint_url"] == "http://localhost")
    #expect(file.sections["profile x"]?["output"] == "json")
  }

  @Test(arguments: ["[core\n", "word\n", "= x\n", "[[nested]]\n", "\u{0}[core]\n"])
  func refuses(_ text: String) {
    #expect(throws: Failure.self) { _ = try INIFile(parsing: Array(text.utf8), style: .dvc) }
  }
}
