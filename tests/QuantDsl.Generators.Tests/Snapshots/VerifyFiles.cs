using System.Text;
using ApprovalTests.Core;

namespace QuantDsl.Generators.Tests.Snapshots;

/// <summary>Verify's file names for ApprovalTests, written byte by byte as UTF-8 with \n.</summary>
internal sealed class VerifyFiles(string text) : IApprovalWriter
{
    public string GetApprovalFilename(string basename) => $"{basename}.verified.cs";

    public string GetReceivedFilename(string basename) => $"{basename}.received.cs";

    public string WriteReceivedFile(string received)
    {
        File.WriteAllText(received, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return received;
    }
}
