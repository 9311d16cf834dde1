using System.Diagnostics;
using Device;
using Digits.Models;
using QuantDsl;

if (args.Length < 2)
{
    Console.Error.WriteLine("""
        Usage: Device MODEL.qdsl IMAGES...
        Images are IDX files such as t10k-images-idx3-ubyte, or PGM files (P5), of 28×28 pixels.
        """);
    return 2;
}

try
{
    using var model = LeNet5.Packed.Load(args[0]);
    foreach (string path in args.AsSpan(1)) // a slice pattern makes arrays by reflection: 170 KB more
    {
        var reader = ImageFile.Read(path, side: 28);
        for (int i = 0; i < reader.Count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Classification answer = model.ClassifyPixels(reader[i]);
            long microseconds = Stopwatch.GetElapsedTime(start).Ticks / TimeSpan.TicksPerMicrosecond;
            int percent = (int)MathF.Round(100 * answer.Probability); // whole numbers: code that formats others takes 20 KB
            Console.WriteLine($"{path} {i}: {answer.Name ?? answer.Class.ToString()}, {percent} %, {microseconds} µs");
        }
    }
    return 0;
}
catch (Exception problem) when (problem is ModelFileException or InvalidDataException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}
