import "./client.test";
import "./iterations.test";
import "./jsonproblem.test";
import "./jsonvalue.test";
import "./paged.test";
import "./trace.test";
