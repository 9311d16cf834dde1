using System.Diagnostics;
using Device;
using Digits.Models;
using QuantDsl;

if (args is not [string file, .. string[] images] || images.Length == 0)
{
    Console.Error.WriteLine("Usage: Device MODEL.qdsl IMAGES...\nImages are IDX files such as t10k-images-idx3-ubyte, or PGM files (P5), of 28×28 pixels.");
    return 2;
}

try
{
    using var model = LeNet5.Packed.Load(file);
    foreach (string path in images)
    {
        var reader = ImageFile.Read(path, side: 28);
        for (int i = 0; i < reader.Count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Classification answer = model.ClassifyPixels(reader[i]);
            double microseconds = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            Console.WriteLine($"{path} {i}: {answer.Name ?? $"{answer.Class}"}, probability {answer.Probability:F3}, {microseconds:F0} µs");
        }
    }
    return 0;
}
catch (Exception problem) when (problem is ModelFileException or InvalidDataException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}
