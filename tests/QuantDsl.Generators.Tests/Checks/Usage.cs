namespace QuantDsl.Generators.Tests.Checks;

/// <summary>What a user does with a model in another file: the public surface of DESIGN §2.</summary>
internal static class Usage
{
    public static string Of(string model, bool usesMembers = true, bool usesOut = true) => $$"""
        using System;
        using QuantDsl;
        using TorchSharp;

        namespace Models;

        /// <summary>Uses the model.</summary>
        internal static class Usage
        {
            public static double Generic<T>(torch.Tensor input, torch.Tensor labels, Dataset data)
                where T : IQuantModel<T>
            {
                using T net = T.Create(seed: 1);
                net.LearningRate *= 0.5f;
                Console.WriteLine(T.Info.Table + net.Layers.Count + net.Predict(input));
                Console.WriteLine(net.Step(input, labels) + net.BacktrackStep(input, labels));
                TrainingReport report = net.Fit(data);
                Console.WriteLine(report);
                net.Save("net.safetensors");
                using T copy = T.Load("net.safetensors");
                return copy.Evaluate(data) + copy.Assess(data).Loss;
            }

            public static double Use(torch.Tensor input, torch.Tensor labels, Dataset data)
            {
                using {{model}} net = new(torch.CPU, seed: 7);
                {{(usesOut && model != "Out" ? "Console.WriteLine(net.Out.Name + net.Out.Bits + net.Out.Weight + net.Out.WeightShape);" : "")}}
                {{(usesMembers ? Members(model) : "")}}
                return Generic<{{model}}>(input, labels, data);
            }
        }
        """;

    private static string Members(string model) => $$"""
        net.LearningRate *= 0.5f;
                Console.WriteLine({{model}}.Info.Table + net.Layers.Count + net.Predict(input));
                Console.WriteLine(net.Step(input, labels) + net.BacktrackStep(input, labels));
                TrainingReport report = net.Fit(data, validation: data, new FitOptions());
                net.Save(report.ToString()!);
                using {{model}} copy = {{model}}.Load("net.safetensors", torch.CPU);
                Console.WriteLine(copy.Evaluate(data) + copy.Assess(data).Loss);
        """;
}
