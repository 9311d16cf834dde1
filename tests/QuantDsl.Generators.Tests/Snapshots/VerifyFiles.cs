using System.Text;
using ApprovalTests.Core;

namespace QuantDsl.Generators.Tests.Snapshots;

/// <summary>Verify's file names for ApprovalTests, written byte by byte as UTF-8 with \n.</summary>
/// <param name="text">What is compared.</param>
/// <param name="ending">The last part of the names.</param>
internal sealed class VerifyFiles(string text, string ending) : IApprovalWriter
{
    public string GetApprovalFilename(string basename) => $"{basename}.verified.{ending}";

    public string GetReceivedFilename(string basename) => $"{basename}.received.{ending}";

    public string WriteReceivedFile(string received)
    {
        File.WriteAllText(received, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return received;
    }
}
